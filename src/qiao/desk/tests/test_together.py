"""Working on one request together: named people, watchers, notes among providers, answer templates."""

import json

import pytest
from django.utils import timezone

from qiao.accounts.models import Account
from qiao.desk import actions, answer_templates, mentions, reads, story
from qiao.desk.answer_templates import Case
from qiao.desk.models import AnswerTemplate, Habit, Request, Watch, internal_q
from qiao.desk.rules import Reason, reads_internal
from qiao.desk.tests.programs import program_of
from qiao.drafts import actions as drafts
from qiao.drafts.models import Draft
from qiao.ledger.models import Event
from qiao.ledger.refusals import Conflict, Refused
from qiao.org.models import Person

CODES = ("mei", "he", "wei", "wu", "zhao", "tao", "guo", "chang", "fang", "admin")
WORDS = {"name_zh": "已收到", "name_en": "Received", "body_zh": "{requester}，已收到。", "body_en": ""}


@pytest.fixture
def browse(desk, client):
    def as_(person):
        account = Account.objects.filter(person=person).first() or Account.objects.create_user(
            person.number, person
        )
        client.force_login(account)
        return client

    desk.now = timezone.now()
    return as_


@pytest.fixture
def leak(desk, mei, wu):
    return desk.working(by=mei, holder=wu, title="冷却水漏水")


def named(desk, request, body, *, internal=False):
    """Who is told, by code; and why the others are not."""
    found = mentions.read(body, request, internal=internal)
    codes = {person.pk: code for code, person in desk.people.items()}
    return {codes[pk] for pk in found.told.values()}, {each.reason for each in found.untold}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("@吴刚 请看", {"wu"}),
        ("请@吴刚看一下", {"wu"}),
        ("＠吴刚", {"wu"}),
        ("@吴刚@赵敏", {"wu", "zhao"}),
        ("@wu, please", {"wu"}),
        ("@Wu, please", {"wu"}),
        ("@WU please", {"wu"}),
        ("@Wuhan is far", set()),
        ("mail wu@wu.example", set()),
        ("@ 吴刚", set()),
        ("@nobody @", set()),
        ("@吴刚(维修一组)", {"wu"}),
        ("@吴刚（team1）", {"wu"}),
        ("@吴刚(财务部)", {"wu"}),
        ("第一行 @吴\n刚", set()),
    ],
)
def test_whom_a_name_behind_the_sign_means(desk, leak, body, told):
    assert named(desk, leak, body)[0] == told


def test_the_longest_name_is_meant(desk, leak):
    Person.objects.create(number="x1", name="吴刚强", unit=desk.units["team1"])
    found = mentions.read("@吴刚强", leak, internal=False).told
    assert list(found) == ["吴刚强"]


def test_of_two_with_one_name_the_one_who_may_see_it_is_meant(desk, leak, wu):
    Person.objects.create(number="x1", name="吴刚", unit=desk.units["finance"])
    assert named(desk, leak, "@吴刚") == ({"wu"}, set())


def test_two_who_both_may_see_it_are_told_apart_by_their_unit(desk, leak, wu):
    twin = Person.objects.create(number="x1", name="吴刚", unit=desk.units["automation"])
    desk.people["twin"] = twin
    assert named(desk, leak, "@吴刚") == (set(), {Reason.WHICH_OF_THEM})
    assert named(desk, leak, "@吴刚(自动化组)") == ({"twin"}, set())


def test_whoever_may_not_see_it_is_not_told(desk, leak):
    assert named(desk, leak, "@方芳 费用？") == (set(), {Reason.MAY_NOT_SEE})


def test_in_an_internal_note_only_providers_can_be_named(desk, leak):
    assert named(desk, leak, "@林梅 @赵敏", internal=True) == ({"zhao"}, {Reason.NO_PROVIDER_THERE})


def test_nobody_who_has_left_is_named(desk, leak, zhao):
    Person.objects.filter(pk=zhao.pk).update(active=False)
    assert named(desk, leak, "@赵敏") == (set(), set())


def test_words_without_a_sign_ask_nothing(leak, django_assert_num_queries):
    with django_assert_num_queries(0):
        mentions.read("没有人 a@b.cn", leak, internal=False)


def test_a_comment_full_of_signs_costs_a_bounded_number_of_queries(leak, django_assert_max_num_queries):
    with django_assert_max_num_queries(1 + 10 * 5):
        mentions.read("@吴刚 @赵敏 @林梅 @方芳 @常青 " * 200, leak, internal=False)


def test_who_was_told_is_kept_with_the_event_and_shown_as_a_link(desk, leak, wu, zhao, browse):
    actions.comment(request=leak, by=wu, at=desk.now, body="@赵敏 <b>看</b> @方芳")
    assert Event.objects.about(leak).last().data["mentions"] == {"赵敏": zhao.pk}
    page = browse(wu).get(f"/requests/{leak.number}/").content.decode()
    assert f'<a class="q-mention" href="/organisation/people/{zhao.pk}/">@赵敏</a>' in page
    assert "&lt;b&gt;看&lt;/b&gt; @方芳" in page


def test_the_page_says_who_was_not_told(desk, leak, wu, fang, browse):
    page = browse(wu).post(f"/requests/{leak.number}/comment/", {"body": "@方芳 多少钱？"}, follow=True)
    assert str(fang) in page.content.decode()
    assert 'role="alert"' in page.content.decode()


def test_suggestions_name_those_around_first_and_say_who_may_not_see_it(desk, leak, wu, fang, browse):
    client = browse(wu)
    around = client.get(f"/requests/{leak.number}/people/").content.decode()
    assert "林梅" in around
    assert "吴刚" not in around
    found = client.get(f"/requests/{leak.number}/people/?q=方").content.decode()
    assert "方芳" in found
    assert 'aria-disabled="true"' in found
    assert (
        client.get(f"/requests/{leak.number}/people/?q=林&internal=1").content.decode().count("aria-disabled")
    )
    assert browse(fang).get(f"/requests/{leak.number}/people/?q=林").status_code == 404


def test_the_query_for_internal_notes_says_what_the_rule_says(desk, leak, mei, wu):
    actions.offer(request=leak, by=wu, at=desk.now, unit=desk.units["finance"], note="付款")
    other = desk.raised(by=desk.people["wu"], for_unit=desk.units["welding2"])
    for request in (Request.objects.get(pk=leak.pk), Request.objects.get(pk=other.pk)):
        for code in CODES:
            scope = desk.people[code].scope
            asked = Request.objects.filter(internal_q(scope), pk=request.pk).exists()
            assert asked == reads_internal(request, scope), code


def leaks(desk, browse, who, number):
    """Every page on which somebody could read words of a request."""
    client = browse(who)
    paths = ["/", "/requests/", "/inbox/", f"/requests/{number}/", f"/requests/{number}/history/", "/me/"]
    return [path for path in paths if "绝密的话" in client.get(path).content.decode()]


def test_an_internal_note_leaks_nowhere_to_a_customer(desk, mei, he, wu, zhao, browse):
    desk.now = timezone.now()
    request = desk.working(by=mei, holder=wu, title="漏水", for_person=he)
    made = actions.comment(request=request, by=wu, at=desk.now, body="绝密的话 @赵敏 @林梅", internal=True)
    for customer in (mei, he):
        assert leaks(desk, browse, customer, request.number) == []
        assert browse(customer).get(f"/requests/{request.number}/").content.decode().count("said inside") == 0
        program = program_of(customer)
        for path in ("comments", "history", "attachments", ""):
            answer = program.ask(f"/requests/{request.number}/{path}".rstrip("/"))
            assert "绝密" not in answer.content.decode(), path
        assert program.ask(f"/requests/{request.number}/comments").json()["items"] == []
    assert "绝密" not in str(story.changes_since(request, 0))
    assert made.internal
    assert len(program_of(zhao).ask(f"/requests/{request.number}/comments").json()["items"]) == 1
    assert f"/requests/{request.number}/" in leaks(desk, browse, zhao, request.number)
    page = browse(zhao).get(f"/requests/{request.number}/").content.decode()
    assert "said inside" in page


def test_the_box_remembers_how_a_provider_wrote_and_never_for_a_customer(desk, leak, mei, wu, browse):
    client, path = browse(wu), f"/requests/{leak.number}/"
    checked = 'name="internal" checked'
    assert checked not in client.get(path).content.decode()
    client.post(f"{path}comment/", {"body": "只给我们", "internal": "on"})
    assert checked in client.get(path).content.decode()
    client.post(f"{path}comment/", {"body": "给大家"})
    assert checked not in client.get(path).content.decode()
    Habit.objects.create(person=mei, internal=True)
    assert 'name="internal"' not in browse(mei).get(path).content.decode()


def test_what_was_sent_is_no_draft_any_more(desk, leak, wu, browse):
    key = f"request:{leak.number}:comment"
    for each in (key, f"request:{leak.number}:deliver"):
        drafts.keep(person=wu, key=each, fields=[["body", "试水压", False]], at=desk.now)
    browse(wu).post(f"/requests/{leak.number}/comment/", {"body": ""})
    assert Draft.objects.filter(key=key).exists()
    browse(wu).post(f"/requests/{leak.number}/comment/", {"body": "试水压"})
    assert not Draft.objects.filter(key=key).exists()
    browse(wu).post(f"/requests/{leak.number}/deliver/", {"note": "换好了", "seen": leak.revision})
    assert not Draft.objects.exists()


def test_raising_leaves_no_draft(desk, mei, browse):
    drafts.keep(person=mei, key="raise:repair", fields=[["title", "漏", False]], at=desk.now)
    browse(mei).post("/requests/new/repair/", {"title": "漏水", "priority": "normal", "whom": "me"})
    assert not Draft.objects.exists()


@pytest.mark.parametrize("code", CODES)
def test_whoever_sees_a_request_may_watch_it_and_nobody_else(desk, leak, browse, code):
    answer = browse(desk.people[code]).post(f"/requests/{leak.number}/watch/")
    sees = Request.objects.visible_to(desk.people[code].scope).filter(pk=leak.pk).exists()
    assert answer.status_code == (302 if sees else 404)
    assert Watch.objects.exists() == sees


def test_watching_begins_and_ends_once(desk, leak, zhao):
    assert actions.watch(request=leak, by=zhao, at=desk.now)
    assert not actions.watch(request=leak, by=zhao, at=desk.now)
    assert [each.person for each in reads.watchers(leak)] == [zhao]
    assert actions.unwatch(request=leak, by=zhao, at=desk.now)
    assert not actions.unwatch(request=leak, by=zhao, at=desk.now)
    kinds = [event.kind for event in Event.objects.about(leak)]
    assert kinds[-2:] == ["request.watched", "request.unwatched"]


def test_a_provider_adds_a_colleague_who_may_see_it(desk, leak, mei, wu, zhao, fang, browse):
    with pytest.raises(Refused) as refused:
        actions.watch(request=leak, by=mei, at=desk.now, person=zhao)
    assert refused.value.reason is Reason.NOT_PROVIDER
    with pytest.raises(Refused) as refused:
        actions.watch(request=leak, by=wu, at=desk.now, person=fang)
    assert refused.value.reason is Reason.MAY_NOT_SEE
    answer = browse(wu).post(f"/requests/{leak.number}/watchers/", {"person": "fang"})
    assert answer.status_code == 409
    assert browse(wu).post(f"/requests/{leak.number}/watchers/", {"person": "zhao"}).status_code == 302
    page = browse(mei).get(f"/requests/{leak.number}/").content.decode()
    assert "赵敏" in page[page.index('id="watchers"') :][:1500]


def test_who_watches_is_not_told_in_the_story(desk, leak, wu, zhao, browse):
    before = browse(wu).get(f"/requests/{leak.number}/").content.decode().count('<p class="what')
    actions.watch(request=leak, by=zhao, at=desk.now)
    assert browse(wu).get(f"/requests/{leak.number}/").content.decode().count('<p class="what') == before


@pytest.mark.parametrize(
    ("body", "unknown"),
    [
        ("{requester} {number} {title} {service} {due} {me} {unit}", []),
        ("{ due }", []),
        ("{who}", ["{who}"]),
        ("{} {a b}", ["{}", "{a b}"]),
        ("{{due}}", []),
        ("no place { at all", []),
    ],
)
def test_which_places_are_known(body, unknown):
    assert answer_templates.unknown(body) == unknown


def case(desk, leak, wu):
    return Case(Request.objects.select_related("service", "holder_unit").get(pk=leak.pk), wu, desk.now)


def test_it_is_filled_in_the_language_that_is_asked_for(desk, leak, wu):
    template = AnswerTemplate(
        body_zh="{requester}，{number}“{title}”由{unit}{me}处理，{due}。",
        body_en="{requester}: {service}, {me}",
    )
    assert answer_templates.filled(template, case(desk, leak, wu), "en") == "Mei: repair, Wu"
    chinese = answer_templates.filled(template, case(desk, leak, wu), "zh-hans")
    assert chinese.startswith(f"林梅，{leak.number}“冷却水漏水”由设备部吴刚处理，")
    assert "13:00" in chinese or "14:00" in chinese


def test_what_people_wrote_is_never_filled_again(desk, leak, wu):
    Request.objects.filter(pk=leak.pk).update(title="{me} {due}")
    template = AnswerTemplate(body_zh="{title}")
    assert answer_templates.filled(template, case(desk, leak, wu), "zh-hans") == "{me} {due}"


def test_the_other_language_is_used_where_one_is_empty(desk, leak, wu):
    assert answer_templates.filled(AnswerTemplate(body_zh="好"), case(desk, leak, wu), "en") == "好"


@pytest.mark.parametrize(
    ("code", "unit", "may"),
    [
        ("zhao", "team1", True),
        ("zhao", "maintenance", False),
        ("guo", "team1", True),
        ("guo", "maintenance", True),
        ("wu", "team1", False),
        ("mei", "team1", False),
        ("guo", None, False),
    ],
)
def test_leaders_look_after_the_templates_of_their_units(desk, code, unit, may):
    def make():
        return actions.create_template(
            unit=desk.units[unit] if unit else None, by=desk.people[code], at=desk.now, **WORDS
        )

    if may:
        assert make().pk
    else:
        with pytest.raises(Refused) as refused:
            make()
        assert refused.value.reason is Reason.NOT_YOUR_TEMPLATES


def test_an_administrator_looks_after_the_organisations(desk, admin):
    made = actions.create_template(unit=None, by=admin, at=desk.now, **WORDS)
    assert list(AnswerTemplate.objects.offered_to(desk.people["mei"].scope)) == [made]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"body_zh": "{who}"}, Reason.UNKNOWN_VARIABLE),
        ({"body_zh": " "}, Reason.SAY_WHAT),
        ({"name_zh": "", "name_en": ""}, Reason.SAY_WHAT),
    ],
)
def test_what_is_not_kept_as_a_template(desk, zhao, change, reason):
    with pytest.raises(Refused) as refused:
        actions.create_template(unit=desk.units["team1"], by=zhao, at=desk.now, **(WORDS | change))
    assert refused.value.reason is reason
    assert "{" in refused.value.sentence or reason is Reason.SAY_WHAT


@pytest.fixture
def received(desk, zhao):
    return actions.create_template(unit=desk.units["team1"], by=zhao, at=desk.now, **WORDS)


def test_two_who_change_one_at_once(desk, zhao, guo, received, browse):
    actions.change_template(
        template=received, by=zhao, at=desk.now, expected=1, **(WORDS | {"body_zh": "马上"})
    )
    with pytest.raises(Conflict):
        actions.change_template(template=received, by=guo, at=desk.now, expected=1, **WORDS)
    answer = browse(guo).post(
        f"/answer-templates/{received.pk}/", {**WORDS, "body_zh": "我的话", "seen": "1"}
    )
    assert answer.status_code == 409
    assert "我的话" in answer.content.decode()
    again = browse(guo).post(f"/answer-templates/{received.pk}/", {**WORDS, "body_zh": "我的话", "seen": "2"})
    assert again.status_code == 302
    assert AnswerTemplate.objects.get().body_zh == "我的话"


def test_out_of_use_and_back(desk, zhao, wu, received, browse):
    client = browse(zhao)
    client.post(f"/answer-templates/{received.pk}/retire/")
    assert reads.templates(wu.scope) == []
    client.post(f"/answer-templates/{received.pk}/restore/")
    assert reads.templates(wu.scope) == [received]
    assert client.post(f"/answer-templates/{received.pk}/nonsense/").status_code == 404
    kinds = list(
        Event.objects.filter(kind__startswith="template.").order_by("id").values_list("kind", flat=True)
    )
    assert kinds == ["template.created", "template.retired", "template.restored"]


@pytest.mark.parametrize("path", ["", "new/", "1/"])
def test_to_whoever_leads_nothing_the_pages_do_not_exist(desk, wu, mei, tao, received, browse, path):
    path = path.replace("1", str(received.pk))
    assert browse(wu).get(f"/answer-templates/{path}").status_code == 404
    assert browse(desk.people["zhao"]).get(f"/answer-templates/{path}").status_code == 200


def test_a_leader_does_not_reach_anothers(tao, received, browse):
    assert browse(tao).get(f"/answer-templates/{received.pk}/").status_code == 404
    assert browse(tao).post(f"/answer-templates/{received.pk}/retire/").status_code == 404


def test_a_new_one_from_the_page(desk, zhao, browse):
    client = browse(zhao)
    wrong = client.post("/answer-templates/new/", {**WORDS, "unit": "team1", "body_en": "{nope}"})
    assert wrong.status_code == 422
    assert "{nope}" in wrong.content.decode()
    assert client.post("/answer-templates/new/", {**WORDS, "unit": "maintenance"}).status_code == 422
    assert client.post("/answer-templates/new/", {**WORDS, "unit": "team1"}).status_code == 302
    assert AnswerTemplate.objects.get().unit.code == "team1"


def test_choosing_works_without_a_script_and_sending_is_counted(desk, leak, wu, received, browse):
    client, path = browse(wu), f"/requests/{leak.number}/"
    assert "林梅，已收到。" in client.get(f"{path}templates/").content.decode()
    page = client.get(f"{path}?template={received.pk}").content.decode()
    assert "林梅，已收到。</textarea>" in page
    client.post(f"{path}comment/", {"body": "林梅，已收到。", "template": received.pk})
    received.refresh_from_db()
    assert received.used == 1
    deliver = client.get(f"{path}deliver/?template={received.pk}").content.decode()
    assert "林梅，已收到。" in deliver
    client.post(
        f"{path}deliver/", {"note": "好了", "template": received.pk, "seen": Request.objects.get().revision}
    )
    received.refresh_from_db()
    assert received.used == 2


def test_the_readers_language_comes_first_and_the_other_is_a_choice(desk, leak, mei, wu, received, browse):
    AnswerTemplate.objects.update(body_en="{requester}: received.")
    Person.objects.filter(pk=mei.pk).update(language="en")
    client, path = browse(wu), f"/requests/{leak.number}/templates/"
    assert "Mei: received." in client.get(path).content.decode()
    assert "林梅，已收到。" in client.get(f"{path}?in=zh-hans").content.decode()
    assert client.get(f"{path}?in=nonsense").status_code == 200


@pytest.mark.parametrize("wanted", ["0", "x", "-1", "99999999999999999999", "١"])
def test_a_template_that_is_none_is_left_out(leak, wu, browse, wanted):
    assert browse(wu).get(f"/requests/{leak.number}/?template={wanted}").status_code == 200


def test_anothers_template_is_neither_shown_nor_counted(desk, leak, mei, tao, received, browse):
    request = desk.working(by=mei, holder=tao)
    page = browse(tao).get(f"/requests/{request.number}/?template={received.pk}").content.decode()
    assert "已收到" not in page
    browse(tao).post(f"/requests/{request.number}/comment/", {"body": "x", "template": received.pk})
    received.refresh_from_db()
    assert received.used == 0


def test_what_changed_in_a_template_is_in_the_ledger(desk, zhao, received):
    actions.change_template(
        template=received, by=zhao, at=desk.now, expected=1, **(WORDS | {"body_zh": "马上"})
    )
    changes = Event.objects.get(kind="template.changed").data["changes"]
    assert json.loads(json.dumps(changes)) == {"body_zh": ["{requester}，已收到。", "马上"]}
