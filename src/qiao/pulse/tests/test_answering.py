"""Answering: only who was asked, corrected with every version kept, and nobody else ever reads it."""

from datetime import timedelta

import pytest

from qiao.desk import actions as desk_actions
from qiao.ledger.models import Event
from qiao.ledger.refusals import Conflict, Refused
from qiao.org.models import Person
from qiao.pulse import actions
from qiao.pulse.models import Answer, Lot
from qiao.pulse.rules import Reason

SAID = {"solved": "partly", "effort": 2, "kept": "no"}


def refused(act):
    with pytest.raises(Refused) as why:
        act()
    return why.value.reason


def test_three_answers_and_some_words(opinions, mei):
    lot = opinions.asked(mei)
    made = actions.answer(lot=lot, by=mei, at=opinions.now, comment=" 慢 ", **SAID)
    assert (made.version, made.solved, made.effort, made.kept, made.comment) == (1, "partly", 2, "no", "慢")
    lot.refresh_from_db()
    assert (lot.state, lot.answered_at) == ("answered", opinions.now)


def test_every_version_is_kept_and_the_last_one_counts(opinions, mei):
    lot = opinions.answered(mei)
    actions.answer(lot=lot, by=mei, at=opinions.desk.later(days=2), **SAID)
    versions = list(lot.answers.values_list("version", "solved"))
    assert versions == [(1, "yes"), (2, "partly")]
    lot.refresh_from_db()
    assert lot.answered_at < opinions.now, "the seven days run from the first answer"


def test_no_event_tells_what_was_answered(opinions, mei):
    lot = opinions.answered(mei, solved="no", effort=1, kept="no", comment="从来没修好过")
    actions.answer(lot=lot, by=mei, at=opinions.now, **SAID)
    events = Event.objects.about(lot).filter(kind__in=["pulse.answered", "pulse.corrected"])
    assert [event.data for event in events] == [{}, {}]
    everything = str(list(Event.objects.filter(kind__startswith="pulse.").values_list("data", flat=True)))
    assert "从来没修好过" not in everything
    assert "effort" not in everything
    assert not Event.objects.about(lot.request).filter(kind__startswith="pulse.").exists()


def test_only_who_was_asked_may_answer(opinions, mei):
    lot = opinions.asked(mei)
    for person in Person.objects.exclude(pk=mei.pk):
        why = refused(lambda by=person: actions.answer(lot=lot, by=by, at=opinions.now, **SAID))
        assert why is Reason.NOT_ASKED
        assert refused(lambda by=person: actions.skip(lot=lot, by=by, at=opinions.now)) is Reason.NOT_ASKED
    assert not Answer.objects.exists()


def test_who_moved_to_the_provider_meanwhile_may_not_answer_any_more(opinions, mei):
    lot = opinions.asked(mei)
    Person.objects.filter(pk=mei.pk).update(unit=opinions.desk.units["automation"])
    moved = Person.objects.get(pk=mei.pk)
    why = refused(lambda: actions.answer(lot=lot, by=moved, at=opinions.now, **SAID))
    assert why is Reason.OWN_DEPARTMENT


@pytest.mark.parametrize(("days", "reason"), [(6.9, None), (7, Reason.OVER), (30, Reason.OVER)])
def test_an_invitation_waits_for_seven_days(opinions, mei, days, reason):
    lot = opinions.asked(mei)
    at = opinions.desk.later(days=days)
    if reason is None:
        actions.answer(lot=lot, by=mei, at=at, **SAID)
    else:
        assert refused(lambda: actions.answer(lot=lot, by=mei, at=at, **SAID)) is reason


@pytest.mark.parametrize(("days", "late"), [(6.9, False), (7, True)])
def test_an_answer_can_be_corrected_for_seven_days(opinions, mei, days, late):
    lot = opinions.answered(mei)
    at = opinions.desk.later(days=days)
    if late:
        why = refused(lambda: actions.answer(lot=lot, by=mei, at=at, **SAID))
        assert why is Reason.TOO_LATE_TO_CORRECT
    else:
        assert actions.answer(lot=lot, by=mei, at=at, **SAID).version == 2


def test_skipping_is_counted_and_one_may_still_change_ones_mind(opinions, mei):
    lot = actions.skip(lot=opinions.asked(mei), by=mei, at=opinions.now)
    assert lot.state == "skipped"
    assert actions.skip(lot=lot, by=mei, at=opinions.now).state == "skipped"
    assert Event.objects.filter(kind="pulse.skipped").count() == 1
    actions.answer(lot=lot, by=mei, at=opinions.now, **SAID)
    assert refused(lambda: actions.skip(lot=lot, by=mei, at=opinions.now)) is Reason.ANSWERED_ALREADY


def test_what_nobody_answers_expires(opinions, mei):
    lot = opinions.asked(mei)
    assert actions.expire(at=opinions.now + timedelta(days=6)) == 0
    assert actions.expire(at=opinions.now + timedelta(days=7)) == 1
    assert actions.expire(at=opinions.now + timedelta(days=8)) == 0
    assert Lot.objects.get(pk=lot.pk).state == "expired"


def test_while_it_is_open_again_there_is_nothing_to_answer(opinions, mei):
    lot = opinions.asked(mei)
    desk_actions.reopen(request=lot.request, by=mei, at=opinions.now, note="还漏")
    assert refused(lambda: actions.answer(lot=lot, by=mei, at=opinions.now, **SAID)) is Reason.REOPENED


def test_two_windows_of_one_person_do_not_overwrite_each_other(opinions, mei):
    lot = opinions.asked(mei)
    actions.answer(lot=lot, by=mei, at=opinions.now, expected=0, **SAID)
    with pytest.raises(Conflict):
        actions.answer(lot=lot, by=mei, at=opinions.now, expected=0, **SAID)
    assert lot.answers.count() == 1


@pytest.mark.parametrize("effort", [0, 6, -1])
def test_a_scale_has_five_points(opinions, mei, effort):
    lot = opinions.asked(mei)
    why = refused(lambda: actions.answer(lot=lot, by=mei, at=opinions.now, **SAID | {"effort": effort}))
    assert why is Reason.NOT_AN_ANSWER


def test_the_event_log_tells_administrators_that_and_never_who(opinions, mei, admin):
    from qiao.ledger import chronicle

    lot = opinions.answered(mei)
    events = list(Event.objects.filter(kind__startswith="pulse.").order_by("id"))
    told = chronicle.told(events, admin.scope)
    personal = [each for event, each in zip(events, told, strict=True) if event.kind != "pulse.sealed"]
    assert all(each.withheld and not each.open for each in personal)
    assert mei.name not in str(told)
    assert lot.request.number not in str(told)
    found = Event.objects.filter(chronicle.withheld(admin.scope))
    assert set(found.values_list("kind", flat=True)) == {"pulse.drawn", "pulse.answered"}
