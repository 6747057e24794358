"""The event log: who may read it, what it finds, that pages neither skip nor repeat, what stays withheld."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from qiao.audit import reads, telling
from qiao.audit.filters import FilterForm, Wanted
from qiao.desk import actions
from qiao.ledger.actions import record
from qiao.ledger.models import Event, Position
from qiao.org.models import Person

PAGE = "/administration/events/"


def found(admin, **filters):
    wanted = FilterForm(filters).wanted()
    return reads.page(wanted, admin.scope, {}).items


def kinds(events):
    return [event.kind for event in events]


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}export/"])
@pytest.mark.parametrize("who", ["mei", "guo", "fang"])
def test_to_others_the_event_log_does_not_exist(desk, enter, who, path):
    client = enter(desk.people[who])
    assert (client.post(path) if path.endswith("export/") else client.get(path)).status_code == 404


def test_strangers_are_sent_to_sign_in(db, client):
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize(
    ("language", "says"),
    [("zh-hans", "接受，从此由其负责"), ("en", "accepted it and answers for it from now on")],
)
def test_an_administrator_reads_what_happened_in_both_languages(desk, mei, wu, admin, enter, language, says):
    request = desk.working(by=mei, holder=wu)
    admin.language = language
    admin.save()
    text = enter(admin).get(PAGE).content.decode()
    assert says in text
    assert request.number in text
    assert request.title in text


def test_filters_stand_in_the_address_and_find_by_kind_person_request_and_unit(desk, mei, wu, admin, guo):
    first = desk.working(by=mei, holder=wu)
    desk.raised(by=guo)
    assert kinds(found(admin, kind="request.accepted")) == ["request.accepted"]
    assert kinds(found(admin, who="wu")) == ["request.accepted"]
    assert kinds(found(admin, who="wu 吴刚")) == ["request.accepted"]
    assert kinds(found(admin, who="郭鹏")) == ["request.raised"]
    assert kinds(found(admin, about=first.number.lower())) == ["request.accepted", "request.raised"]
    assert kinds(found(admin, unit="welding2")) == ["request.raised"]
    assert kinds(found(admin, kind="request", unit="maintenance", who="mei")) == ["request.raised"]


def test_a_filter_that_finds_nobody_shows_nothing_rather_than_everything(desk, mei, admin):
    desk.raised(by=mei)
    assert found(admin, who="nobody of that name") == []
    assert found(admin, about="R-1999-000001") == []
    assert found(admin, since="yesterday") == []
    assert found(admin, kind="request.raised\x00") == []


def test_what_the_system_did_by_itself_is_found_too(desk, mei, wu, admin):
    request = desk.delivered(by=mei, holder=wu)
    actions.confirm_silent(at=request.confirm_by + timedelta(minutes=1))
    assert kinds(found(admin, who="-")) == ["request.confirmed_by_itself"]


def test_days_are_those_of_the_organisation_and_include_the_last(desk, mei, wu, admin):
    desk.raised(by=mei)
    day = timezone.localtime(desk.now).date()
    desk.later(days=1)
    desk.raised(by=wu)
    assert len(found(admin, since=day, until=day)) == 1
    assert len(found(admin, since=day, until=day + timedelta(days=1))) == 2
    assert found(admin, until=day - timedelta(days=1)) == []
    assert len(found(admin, since=day + timedelta(days=1))) == 1


def test_an_imported_past_is_found_by_its_days_though_it_was_written_last(desk, mei, admin):
    desk.raised(by=mei)
    old = desk.now - timedelta(days=400)
    record("org.person_changed", subject=mei, at=old)
    day = timezone.localtime(old).date()
    assert kinds(found(admin, since=day, until=day)) == ["org.person_changed"]
    assert kinds(found(admin, since=timezone.localtime(desk.now).date())) == ["request.raised"]


@transaction.atomic
def many(mei, number, start):
    for minute in range(number):
        by = mei if minute % 3 else None
        record("org.person_changed", subject=mei, by=by, at=start + timedelta(minutes=minute % 7))


@pytest.mark.parametrize(
    "filters", [{}, {"who": "mei"}, {"kind": "org"}, {"about": "mei"}, {"since": "2026-01-01"}]
)
def test_pages_forward_and_back_show_every_event_once_in_the_order_of_the_ledger(desk, mei, admin, filters):
    many(mei, 23, desk.now)
    wanted = FilterForm(filters).wanted()
    page = reads.page(wanted, admin.scope, {}, size=5)
    pages = [page]
    while page.older:
        page = reads.page(wanted, admin.scope, {"after": page.older}, size=5)
        pages.append(page)
    ids = [event.pk for each in pages for event in each.items]
    every = Event.objects.filter(actor_id=mei.pk) if filters.get("who") else Event.objects.all()
    assert ids == [event.pk for event in every.order_by("-transaction", "-id")]
    for earlier, later in zip(pages[::-1][1:], pages[::-1][:-1], strict=True):
        back = reads.page(wanted, admin.scope, {"before": later.newer}, size=5)
        assert [event.pk for event in back.items] == [event.pk for event in earlier.items]


@pytest.mark.parametrize("cursor", ["x", "1.2.3", "9" * 40 + ".1", "١.٢", ".", "-1.-1"])
def test_a_cursor_that_somebody_wrote_by_hand_does_no_harm(desk, mei, admin, enter, cursor):
    desk.raised(by=mei)
    client = enter(admin)
    assert client.get(PAGE, {"after": cursor}).status_code == 200
    assert client.get(PAGE, {"before": cursor}).status_code == 200


@pytest.mark.parametrize("name", ["kind", "who", "about", "unit", "since", "until"])
@pytest.mark.parametrize("value", ["\x00", "x" * 5000, "'; --", "0000-00-00"])
def test_what_somebody_writes_into_the_address_does_no_harm(desk, admin, enter, name, value):
    assert enter(admin).get(PAGE, {name: value}).status_code == 200


def test_of_a_confidential_request_the_log_says_that_something_happened_and_no_more(
    desk, mei, wu, admin, enter
):
    request = desk.raised(by=mei, service=desk.secret, title="被班长骂", details="细节")
    request = actions.accept(request=request, by=wu, at=desk.now)
    actions.deliver(request=request, by=wu, at=desk.now, note="谈过了")
    text = enter(admin).get(PAGE).content.decode().partition('<ol class="au-log">')[2]
    assert request.number in text
    for secret in ("被班长骂", "谈过了", mei.name, wu.name, mei.name_en, wu.name_en, "Welding"):
        assert secret not in text
    data = [json.loads(line) for line in telling.lines(Event.objects.order_by("id"), admin.scope)]
    assert [set(each) - {"id", "position", "at", "recorded_at"} for each in data] == [
        {"kind", "subject", "withheld"}
    ] * 3


@pytest.mark.parametrize(
    "filters", [{"who": "mei"}, {"who": "wu"}, {"unit": "welding2"}, {"unit": "maintenance"}]
)
def test_nobody_is_found_out_by_filtering_for_them(desk, mei, wu, admin, filters):
    request = desk.raised(by=mei, service=desk.secret)
    actions.accept(request=request, by=wu, at=desk.now)
    assert found(admin, **filters) == []


def test_who_speaks_of_a_confidential_request_on_another_one_is_not_told_either(desk, mei, wu, admin):
    secret = desk.raised(by=mei, service=desk.secret, title="被骂")
    request = desk.working(by=mei, holder=wu)
    with transaction.atomic():
        for key, pk in (
            ("other", secret.pk),
            ("part_of", secret.pk),
            ("merged", secret.pk),
            ("other", request.pk),
        ):
            record("request.linked", subject=request, by=wu, at=desk.now, **{key: pk}, link="blocks")
    rows = telling.rows(found(admin, kind="request.linked"), admin.scope)
    assert [row.told.withheld for row in rows] == [False, True, True, True]
    assert {row.who for row in rows[1:]} == {"有人"}
    assert len(found(admin, kind="request.linked", who="wu")) == 1
    lines = telling.lines(Event.objects.order_by("id"), admin.scope)
    assert [json.loads(line).get("withheld") for line in lines] == [True, None, None, True, True, True, None]


def test_an_administrator_who_is_concerned_reads_their_own_confidential_request(desk, admin):
    request = desk.raised(by=admin, service=desk.secret, title="我的事")
    assert kinds(found(admin, who="admin")) == ["request.raised"]
    (row,) = telling.rows(found(admin), admin.scope)
    assert row.told.subject == f"{request.number} 我的事"
    assert row.told.url.endswith(f"{request.number}/")


def test_a_kind_that_no_package_tells_shows_no_data(desk, mei, admin):
    record("strange.thing", subject=mei, by=mei, at=desk.now, secret="geheim")
    (row,) = telling.rows(found(admin), admin.scope)
    assert (row.who, row.told.what, row.data) == ("有人", "strange.thing", "")
    assert found(admin, who="mei") == []
    (line,) = telling.lines(Event.objects.all(), admin.scope)
    assert "geheim" not in line
    assert "actor" not in line
    (line,) = telling.lines(Event.objects.all(), None)
    assert "geheim" in line


def test_the_export_streams_what_is_filtered_and_is_an_event_itself(desk, mei, wu, admin, enter):
    request = desk.working(by=mei, holder=wu)
    response = enter(admin).post(f"{PAGE}export/", {"about": request.number})
    assert response.streaming
    assert response["Content-Disposition"].endswith('.jsonl"')
    lines = [json.loads(line) for line in b"".join(response.streaming_content).decode().splitlines()]
    assert [line["kind"] for line in lines] == ["request.raised", "request.accepted"]
    assert lines[1]["actor"] == {"id": wu.pk, "number": "wu"}
    assert lines[0]["to_unit"] == {"id": desk.units["maintenance"].pk, "code": "maintenance"}
    assert lines[1]["data"]["changes"]["state"] == ["offered", "working"]
    told = Event.objects.get(kind="audit.exported")
    assert told.actor_id == admin.pk
    assert told.data == {"filters": {"about": request.number}}


@pytest.mark.parametrize("chunk", [1, 2, 5, 1000])
def test_the_stream_brings_everything_once_whatever_the_chunk(desk, mei, chunk):
    many(mei, 12, desk.now)
    wanted = Wanted(actors=(mei.pk, None), kinds=("org.person_changed",))
    ids = [event.pk for event in reads.stream(wanted, None, chunk=chunk)]
    assert ids == list(Event.objects.order_by("transaction", "id").values_list("pk", flat=True))
    middle = Event.objects.get(pk=ids[4]).position
    assert [event.pk for event in reads.stream(wanted, None, middle, chunk=chunk)] == ids[5:]


def test_a_position_is_written_into_every_line_and_an_export_goes_on_from_it(desk, mei):
    many(mei, 3, desk.now)
    lines = [json.loads(line) for line in telling.lines(reads.stream(Wanted(), None), None)]
    start = Position.parse(lines[0]["position"])
    rest = [json.loads(line) for line in telling.lines(reads.stream(Wanted(), None, start), None)]
    assert rest == lines[1:]


def test_every_kind_that_actions_record_has_words(desk, mei, wu, admin):
    request = desk.delivered(by=mei, holder=wu)
    actions.confirm(request=request, by=mei, at=desk.now)
    for row in telling.rows(found(admin), admin.scope):
        assert row.told.what != row.event.kind
        assert row.told.open


def test_who_did_it_is_said_even_when_they_are_gone(desk, mei, admin):
    record("org.person_changed", subject=mei, by=Person(pk=999), at=desk.now)
    (row,) = telling.rows(found(admin), admin.scope)
    assert row.who == "#999"
