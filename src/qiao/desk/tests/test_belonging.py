"""Cards, forms and addresses: what belongs together is shown to those who may see it, to nobody else."""

import pytest
from django.utils import timezone

from qiao.accounts.models import Account
from qiao.desk import actions, reads
from qiao.desk.models import Link, Request
from qiao.desk.reads.links import joined
from qiao.desk.rules import LinkKind, State
from qiao.desk.tests.agreeing import counts_agree  # noqa: F401


@pytest.fixture
def browse(desk, client):
    """Browsing as one of the cast."""

    def as_(person):
        account = Account.objects.filter(person=person).first() or Account.objects.create_user(
            person.number, person
        )
        client.force_login(account)
        return client

    desk.now = timezone.now()
    return as_


def shown(browse, person, request, query=""):
    answer = browse(person).get(f"/requests/{request.number}/{query}", follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def fresh(request):
    return Request.objects.get(pk=request.pk)


def test_both_sides_of_a_link_are_shown_to_who_sees_both(desk, mei, wu, browse):
    first, second = desk.working(by=mei, holder=wu), desk.working(by=mei, holder=wu)
    actions.link(request=first, to=second, kind=LinkKind.BLOCKS, by=wu, at=desk.now)
    one, other = shown(browse, wu, first), shown(browse, wu, second)
    assert "阻塞" in one
    assert second.number in one
    assert first.number in other
    assert "受阻于" in other


def test_who_may_not_see_the_other_request_learns_nothing_of_it(desk, mei, wu, browse):
    plain = desk.working(by=mei, holder=wu)
    secret = desk.working(by=desk.people["he"], holder=wu, service=desk.secret, title="调薪的事")
    actions.link(request=secret, to=plain, kind=LinkKind.CAUSED_BY, by=wu, at=desk.now)
    page = shown(browse, mei, plain)
    assert secret.number not in page
    assert "调薪" not in page
    assert "引发了" not in page
    assert "关联了" not in page
    assert secret.number in shown(browse, wu, plain)


def test_the_page_names_what_stands_in_the_way_to_those_who_may_see_it(desk, mei, wu, browse):
    parent = desk.working(by=mei, holder=wu)
    part = desk.raised(by=wu, part_of=parent)
    page = shown(browse, wu, parent)
    assert "aria-disabled" in page
    assert part.number in page
    refused = browse(wu).post(f"/requests/{parent.number}/deliver/", {"note": "好了"})
    assert refused.status_code == 409
    assert part.number in refused.content.decode()
    assert part.number not in shown(browse, mei, parent)


def test_an_address_of_a_duplicate_leads_on_with_a_note(desk, mei, fang, wu, browse):
    leading, duplicate = desk.working(by=mei, holder=wu), desk.raised(by=fang, title="同一处漏水")
    actions.comment(request=duplicate, by=fang, at=desk.now, body="地上一滩水")
    actions.merge(request=duplicate, into=leading, by=wu, at=desk.now)
    answer = browse(fang).get(f"/requests/{duplicate.number}/")
    assert answer.url == f"/requests/{leading.number}/"
    page = shown(browse, fang, duplicate)
    assert "地上一滩水" in page  # said on the duplicate, shown here in its place
    assert duplicate.number in page
    assert shown(browse, fang, duplicate, "?own").count("同一处漏水") >= 1


def test_what_providers_said_among_themselves_on_a_duplicate_stays_among_them(desk, mei, fang, wu, browse):
    leading, duplicate = desk.working(by=mei, holder=wu), desk.raised(by=fang)
    actions.comment(request=duplicate, by=wu, at=desk.now, body="又是密封圈", internal=True)
    actions.merge(request=duplicate, into=leading, by=wu, at=desk.now)
    assert "又是密封圈" in shown(browse, wu, leading)
    assert "又是密封圈" not in shown(browse, fang, leading)


def test_merging_and_separating_from_the_page(desk, mei, fang, wu, browse):
    leading, duplicate = desk.working(by=mei, holder=wu), desk.raised(by=fang)
    url = f"/requests/{duplicate.number}/merge/"
    wrong = browse(wu).post(url, {"into": "R-2026-999999"})
    assert wrong.status_code == 422
    assert "R-2026-999999" in wrong.content.decode()
    short = leading.number.rpartition("-")[2].lstrip("0")
    assert browse(wu).post(url, {"into": short, "note": "同一台"}).status_code == 302
    assert fresh(duplicate).merged_into == leading
    answer = browse(wu).post(f"/requests/{duplicate.number}/separate/", {"note": "另一台"})
    assert answer.status_code == 302
    assert fresh(duplicate).state == State.OFFERED


def test_what_one_may_not_see_and_what_is_not_there_are_refused_alike(desk, mei, he, wu, browse):
    mine = desk.working(by=mei, holder=wu)
    hidden = desk.raised(by=he, service=desk.secret)
    told = []
    for number in (hidden.number, "R-2026-999999"):
        page = (
            browse(mei)
            .post(f"/requests/{mine.number}/links/", {"kind": "caused_by", "to": number})
            .content.decode()
        )
        told.append("没有这个请求" in page)
    assert told == [True, True]
    assert Link.objects.count() == 0


def test_a_part_is_asked_for_from_the_request_above(desk, mei, wu, browse):
    parent = desk.working(by=mei, holder=wu)
    assert "repair" in browse(wu).get(f"/requests/{parent.number}/parts/").content.decode()
    url = f"/requests/new/repair/?part_of={parent.number}"
    assert parent.title in browse(wu).get(url).content.decode()
    sent = browse(wu).post(url, {"title": "换控制板", "priority": "normal", "whom": "me"})
    part = Request.objects.get(title="换控制板")
    assert sent.url == f"/requests/{part.number}/"
    assert (part.parent, part.requester) == (parent, wu)
    assert part.number in shown(browse, wu, parent)
    assert parent.number in shown(browse, wu, part)


def test_a_stranger_asks_for_no_part_and_learns_no_title(desk, mei, wu, fang, browse):
    parent = desk.working(by=mei, holder=wu)
    assert browse(fang).get(f"/requests/new/repair/?part_of={parent.number}").status_code == 404
    assert browse(fang).get(f"/requests/{parent.number}/parts/").status_code == 404
    assert browse(mei).get(f"/requests/{parent.number}/parts/").status_code == 409


def test_the_title_of_a_confidential_request_is_not_passed_on(desk, mei, wu, browse):
    parent = desk.working(by=mei, holder=wu, service=desk.secret, title="调薪的事")
    page = browse(wu).get(f"/requests/new/repair/?part_of={parent.number}").content.decode()
    assert 'value="调薪的事"' not in page


def test_ticking_off_with_one_press(desk, mei, wu, browse):
    request = desk.working(by=mei, holder=wu)
    browse(wu).post(f"/requests/{request.number}/checklist/", {"text": "断电挂牌", "required": "on"})
    item = request.items.get()
    page = shown(browse, wu, request)
    assert f"/requests/{request.number}/checklist/{item.pk}/tick/" in page
    for doing, done in (("tick", True), ("untick", False), ("tick", True)):
        browse(wu).post(f"/requests/{request.number}/checklist/{item.pk}/{doing}/")
        assert bool(request.items.get().checked_at) is done
    seen = shown(browse, mei, request)
    assert "断电挂牌" in seen
    assert "/tick/" not in seen
    assert "/untick/" not in seen


@pytest.mark.parametrize("path", ["links/", "parts/", "checklist/", "merge/", "separate/"])
def test_strangers_get_404_everywhere(desk, mei, fang, browse, path):
    request = desk.raised(by=mei)
    assert browse(fang).get(f"/requests/{request.number}/{path}").status_code == 404


def test_hours_in_which_several_parts_were_open_count_once(desk):
    at = desk.now
    hours = [at + timezone.timedelta(hours=n) for n in range(6)]
    assert joined([(hours[0], hours[2]), (hours[1], hours[3]), (hours[4], hours[5])], hours[5]) == [
        (hours[0], hours[3]),
        (hours[4], hours[5]),
    ]


def test_time_of_the_parts_is_told_on_the_request_above(desk, mei, wu, tao):
    desk.now = desk.now.replace(year=2026, month=3, day=2, hour=9)
    parent = desk.working(by=mei, holder=wu)
    part = actions.accept(request=desk.raised(by=wu, part_of=parent), by=tao, at=desk.now)
    actions.deliver(request=part, by=tao, at=desk.later(hours=2), note="好了")
    found = reads.parts(reads.one(parent.number, seen_by=wu), wu.scope, at=desk.later(hours=1))
    assert "2 小时" in found.sentence
    assert list(found.took.values()) == ["2 小时"]
