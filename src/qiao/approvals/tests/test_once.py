"""Whoever has said yes to a request is not asked for it again in another step."""

import pytest

from qiao.approvals import actions, reads
from qiao.approvals.models import Ask, Step
from qiao.approvals.rules import How, has_said_yes
from qiao.approvals.tests.conftest import LEADER
from qiao.desk.rules import State
from qiao.org.models import Person

AMONG = {"who": "people"}


def people(*persons, enough=None, **more):
    return {
        **AMONG,
        "people": [each.pk for each in persons],
        **({"enough": enough} if enough else {}),
        **more,
    }


def kinds(desk, request):
    return [event.kind.removeprefix("request.") for event in desk.story(request)]


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        (set(), False),
        ({(7, 1)}, True),  # in another step
        ({(7, 2)}, False),  # in this one: nobody is two of three
        ({(8, 1)}, False),  # somebody else
        ({(7, 2), (7, 1)}, True),
    ],
)
def test_whose_yes_counts_in_step_2(given, counts):
    assert has_said_yes(7, 2, given) is counts


def test_the_same_person_in_the_last_step_is_not_asked_and_the_provider_gets_it(desk, he, mei, needs, decide):
    needs(LEADER, people(mei))
    request = desk.raised(by=he)
    desk.later(hours=1)
    request = decide(request, mei)
    assert (request.state, request.approved_at) == (State.OFFERED, desk.now)
    assert kinds(desk, request) == [
        "raised",
        "approval_asked",
        "approval_given",
        "approval_given",
        "approved",
    ]
    assert list(request.hops.values_list("approval", flat=True)) == [True, False]  # no stretch of nothing
    first, second = Ask.objects.filter(request=request).order_by("id")
    assert (first.how, second.how) == (How.SELF, How.EARLIER)
    assert (second.decision, second.decided_by, second.asked_at) == ("approved", mei, None)
    assert not Step.objects.filter(request=request, done_at=None).exists()


def test_a_step_in_the_middle_is_passed_over_and_the_next_one_is_asked(
    desk, he, mei, wei, needs, decide, asked
):
    needs(LEADER, people(mei), people(wei))
    request = decide(desk.raised(by=he), mei)
    assert request.state == State.APPROVAL
    assert set(asked(request)) == {"wei"}
    assert decide(request, wei).state == State.OFFERED


def test_beside_others_only_who_has_not_said_yes_is_asked(desk, he, mei, wei, fang, needs, decide, asked):
    needs(LEADER, people(mei, wei, fang, enough=2))
    request = decide(desk.raised(by=he), mei)
    assert set(asked(request)) == {"wei", "fang"}
    assert decide(request, wei).state == State.OFFERED  # two of three, with what was said before
    assert Ask.objects.get(request=request, person=fang).decision == "spared"


def test_asked_twice_at_the_same_time_one_yes_is_enough(desk, he, mei, needs, decide):
    needs(LEADER, people(mei, beside=True))
    request = desk.raised(by=he)
    assert Ask.objects.filter(request=request, person=mei, asked_at__isnull=False).count() == 2
    first = Ask.objects.filter(request=request, person=mei).order_by("id").first()
    request = actions.approve(ask=first, by=Person.objects.get(pk=mei.pk), at=desk.now)
    assert request.state == State.OFFERED


def test_who_stood_in_for_somebody_has_said_it_once_not_for_both(
    desk, he, mei, wei, fang, needs, decide, asked, away
):
    needs(LEADER, people(mei, fang, wei, enough=2))
    request = desk.raised(by=he)
    away(mei, fang)
    request = decide(request, fang, for_=mei)
    assert set(asked(request)) == {"mei", "wei"}  # the yes was Fang Fang's, one of two
    assert request.state == State.APPROVAL


def test_a_no_in_one_step_is_asked_again_in_another(desk, he, mei, wei, fang, needs, decide, asked):
    needs(people(mei, wei, fang, enough=1), people(mei))
    request = desk.raised(by=he)
    decide(request, mei, no="太贵")
    request = decide(request, wei)
    assert set(asked(request)) == {"mei"}


def test_what_somebody_handed_on_is_not_taken_back(desk, he, mei, fang, needs, decide):
    needs(LEADER, people(mei, beside=True))
    request = desk.raised(by=he)
    by = Person.objects.get(pk=mei.pk)
    first, second = Ask.objects.filter(request=request, person=mei).order_by("id")
    actions.delegate(ask=second, by=by, to=fang, at=desk.now)
    request = actions.approve(ask=first, by=by, at=desk.now)
    assert request.state == State.APPROVAL
    second.refresh_from_db()
    assert second.decision == ""


def test_it_is_told_and_shown_and_stands_once_among_what_one_has_decided(
    desk, he, mei, needs, decide, browse
):
    needs(LEADER, people(mei))
    request = decide(desk.raised(by=he), mei)
    Person.objects.filter(pk=he.pk).update(language="en")
    page = browse(he).get(f"/requests/{request.number}/").content.decode()
    assert "counted for another step, too, that Mei approved it" in page
    assert "as in another step" in page
    assert [ask.request for ask in reads.decided(mei.scope)] == [request]
