"""From a proposal to signatures, to the next version, to the end."""

from datetime import date, timedelta

import pytest

from qiao.agreements import actions
from qiao.agreements.models import Agreement, Version
from qiao.agreements.rules import Reason, VersionState
from qiao.agreements.terms import Promise
from qiao.agreements.tests.conftest import TODAY, offered
from qiao.catalogue.tests.conftest import HOUR
from qiao.ledger.models import Event
from qiao.ledger.refusals import Conflict, Refused
from qiao.org import actions as org


def version_of(agreement, number=None):
    versions = Version.objects.filter(agreement=agreement)
    return versions.get(number=number) if number else versions.last()


def refused(reason, action, **given):
    with pytest.raises(Refused) as no:
        action(**given)
    assert no.value.reason == reason
    return no.value


def test_two_heads_sign_and_it_is_in_force(table):
    agreement = table.proposed()
    assert agreement.number == "A-2026-0001"
    table.sign(agreement, "wei")
    assert version_of(agreement).state == VersionState.PARTLY_SIGNED
    assert version_of(agreement).since is None
    table.sign(agreement, "mei")
    version = version_of(agreement)
    assert (version.state, version.since, version.until) == (VersionState.SIGNED, table.now, None)
    assert agreement.review_on == TODAY + timedelta(days=180)
    kinds = list(Event.objects.about(agreement).values_list("kind", flat=True))
    assert kinds == [f"agreement.{each}" for each in ("proposed", "signed", "signed", "concluded")]


def test_one_that_begins_later_is_in_force_from_that_day_on_the_providers_clocks(table):
    agreement = table.signed(terms=table.terms(first=date(2026, 4, 1), valid_until=date(2026, 6, 30)))
    version = version_of(agreement)
    assert version.since.astimezone(table.now.tzinfo).isoformat() == "2026-04-01T00:00:00+08:00"
    assert version.until.astimezone(table.now.tzinfo).isoformat() == "2026-07-01T00:00:00+08:00"


def test_other_words_take_the_signature_away(table):
    agreement = table.sign(table.proposed(), "wei")
    actions.change(
        agreement=agreement, terms=table.terms(duties="随时配合"), by=table.who("mei"), at=table.now
    )
    version = version_of(agreement)
    assert (version.state, version.signatures.count(), version.wording) == (VersionState.NEGOTIATING, 0, 2)
    assert (version.seen_by_provider, version.seen_by_customer) == (1, 2)


def test_who_leads_both_sides_from_above_has_read_it_for_neither(table):
    agreement = table.proposed()
    actions.change(agreement=agreement, terms=table.terms(duties="一"), by=table.who("chen"), at=table.now)
    version = version_of(agreement)
    assert (version.wording, version.seen_by_provider, version.seen_by_customer) == (2, 1, 0)


def test_every_customer_unit_signs_for_itself(table):
    agreement = table.proposed(terms=table.terms("ST", "FI"))
    assert version_of(table.sign(agreement, "wei", "mei")).state == VersionState.PARTLY_SIGNED
    assert version_of(table.sign(agreement, "ou")).state == VersionState.SIGNED


def test_a_substitute_signs_during_absence_and_who_really_signed_is_kept(table):
    agreement = table.sign(table.proposed(), "wei")
    refused(Reason.NOT_A_PARTY, actions.sign, agreement=agreement, by=table.who("he"), at=table.now)
    stand_in(table, "mei", "he")
    table.sign(agreement, "he")
    signature = version_of(agreement).signatures.get(unit=table.units["ST"])
    assert (signature.head, signature.signed_by, signature.stood_in) == (
        table.who("mei"), table.who("he"), True,
    )  # fmt: skip


def stand_in(table, absent, substitute):
    from django.utils import timezone

    now = timezone.now()
    org.set_substitute(
        person=table.who(absent),
        substitute=table.who(substitute),
        since=now - timedelta(hours=1),
        until=now + timedelta(days=3),
        by=None,
        at=now,
    )


def test_nobody_signs_for_both_sides(table):
    agreement = table.proposed()
    stand_in(table, "wei", "mei")
    table.sign(agreement, "mei")
    assert [each.unit.code for each in version_of(agreement).signatures.all()] == ["ST"]
    refused(Reason.BOTH_SIDES, actions.sign, agreement=agreement, by=table.who("mei"), at=table.now)


def test_the_nearest_leader_above_signs_for_a_unit_that_nobody_leads(table):
    agreement = table.proposed(terms=table.terms("ST-1"), by="wei")
    table.sign(agreement, "wei", "mei")
    assert version_of(agreement).state == VersionState.SIGNED


def test_leaders_above_negotiate_but_do_not_sign(table):
    agreement = table.proposed(by="chen")
    refused(Reason.NOT_THE_HEAD, actions.sign, agreement=agreement, by=table.who("chen"), at=table.now)


@pytest.mark.parametrize("name", ["ou", "he", "gang", "an"])
def test_nobody_else_negotiates(table, name):
    agreement = table.proposed()
    by = table.who(name)
    for action, given in (
        (actions.change, {"terms": table.terms(duties="x")}),
        (actions.sign, {}),
        (actions.withdraw, {"note": "x"}),
        (actions.comment, {"clause": "duties", "body": "x"}),
    ):
        refused(Reason.NOT_A_PARTY, action, agreement=agreement, by=by, at=table.now, **given)


def test_a_change_after_signing_is_a_version_that_holds_when_both_have_signed(table):
    agreement = table.signed()
    table.later(days=10)
    actions.revise(agreement=agreement, by=table.who("mei"), at=table.now)
    faster = table.terms(promises=(Promise(table.house.service.pk, {"normal": (900, 4 * HOUR)}),))
    actions.change(agreement=agreement, terms=faster, by=table.who("mei"), at=table.now)
    table.sign(agreement, "mei")
    assert version_of(agreement, 1).until is None
    table.later(days=1)
    table.sign(agreement, "wei")
    old, new = version_of(agreement, 1), version_of(agreement, 2)
    assert (old.until, new.since, new.until) == (table.now, table.now, None)
    refused(Reason.NOT_IN_NEGOTIATION, actions.sign, agreement=agreement, by=table.who("wei"), at=table.now)


def test_a_third_version_that_begins_before_the_second_leaves_that_one_no_time(table):
    agreement = table.signed()
    for first in (date(2026, 6, 1), date(2026, 5, 1)):
        actions.revise(agreement=agreement, by=table.who("wei"), at=table.now)
        actions.change(agreement=agreement, terms=table.terms(first=first), by=table.who("wei"), at=table.now)
        table.sign(agreement, "wei", "mei")
    first, second, third = (version_of(agreement, number) for number in (1, 2, 3))
    assert first.until == third.since
    assert second.span.is_empty
    assert not second.span.overlaps(third.span)


def test_a_withdrawn_version_leaves_the_signed_one_alone(table):
    agreement = table.signed()
    actions.revise(agreement=agreement, by=table.who("wei"), at=table.now)
    refused(Reason.DRAFT_EXISTS, actions.revise, agreement=agreement, by=table.who("wei"), at=table.now)
    actions.withdraw(agreement=agreement, by=table.who("mei"), at=table.now, note="明年再说")
    assert [each.state for each in agreement.versions.all()] == [VersionState.SIGNED, VersionState.WITHDRAWN]


def test_it_ends_with_a_reason_now_or_after_a_day_to_come(table):
    agreement = table.signed()
    given = {"agreement": agreement, "by": table.who("mei"), "at": table.later(days=5)}
    refused(Reason.SAY_SOMETHING, actions.end, note=" ", **given)
    refused(Reason.ENDS_IN_THE_PAST, actions.end, note="x", last_day=TODAY, **given)
    actions.end(note="车间撤销", last_day=date(2026, 3, 31), **given)
    version = version_of(agreement)
    assert version.state == VersionState.ENDED
    assert version.until.astimezone(table.now.tzinfo).isoformat() == "2026-04-01T00:00:00+08:00"
    refused(Reason.IS_OVER, actions.end, note="x", **given)


def test_a_review_names_the_next_day(table):
    agreement = table.signed()
    given = {"agreement": agreement, "by": table.who("wei"), "at": table.later(days=100), "note": "都兑现了"}
    refused(Reason.REVIEW_OUTSIDE, actions.review, next_on=TODAY, **given)
    actions.review(next_on=date(2026, 12, 1), **given)
    agreement.refresh_from_db()
    assert agreement.review_on == date(2026, 12, 1)
    draft = table.proposed(terms=table.terms("FI"))
    refused(Reason.NOT_SIGNED, actions.review, **{**given, "agreement": draft}, next_on=date(2026, 12, 1))


def test_who_wrote_last_wins_only_knowingly(table):
    agreement = table.proposed()
    seen = agreement.revision
    actions.change(agreement=agreement, terms=table.terms(duties="一"), by=table.who("wei"), at=table.now)
    with pytest.raises(Conflict):
        actions.change(
            agreement=agreement,
            terms=table.terms(duties="二"),
            by=table.who("mei"),
            at=table.now,
            expected=seen,
        )
    with pytest.raises(Conflict):
        actions.sign(agreement=agreement, by=table.who("mei"), at=table.now, expected=seen)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"customers": ()}, Reason.NO_CUSTOMER),
        ({"promises": ()}, Reason.NO_SERVICE),
        ({"valid_until": TODAY - timedelta(days=1)}, Reason.ENDS_BEFORE_START),
        ({"review_on": TODAY}, Reason.REVIEW_OUTSIDE),
        (
            {"valid_until": TODAY + timedelta(days=30), "review_on": TODAY + timedelta(days=31)},
            Reason.REVIEW_OUTSIDE,
        ),
    ],
)
def test_terms_that_make_no_sense_are_refused(table, wrong, reason):
    refused(reason, table.proposed, terms=table.terms(**wrong))
    assert Agreement.objects.count() == 0


def test_a_unit_has_no_agreement_with_itself_and_promises_only_its_own(table):
    refused(Reason.SAME_UNIT, table.proposed, terms=table.terms("ST", "EQ"))
    no = refused(Reason.NOT_PROVIDED, table.proposed, provider="FI", by="ou")
    assert "设备抢修" in no.sentence or "Urgent repair" in no.sentence


def test_a_service_is_covered_or_excluded(table):
    refused(
        Reason.COVERED_AND_EXCLUDED, table.proposed, terms=table.terms(excluded=(table.house.service.pk,))
    )


def test_what_one_cannot_see_one_neither_changes_nor_signs(table):
    units = table.units
    hidden = offered(table.house, "hidden", units["EQ-R"], audience=[units["FI"]])
    both = (Promise(table.house.service.pk, {}), Promise(hidden.pk, {"normal": (60, 120)}))
    agreement = table.proposed(terms=table.terms(promises=both))
    refused(Reason.HIDDEN_SERVICE, actions.sign, agreement=agreement, by=table.who("mei"), at=table.now)
    actions.change(agreement=agreement, terms=table.terms(), by=table.who("mei"), at=table.now)
    words = version_of(agreement).wordings.last().terms
    assert {each.service for each in words.promises} == {table.house.service.pk, hidden.pk}
    refused(
        Reason.NO_SUCH_CLAUSE,
        actions.comment,
        agreement=agreement,
        clause=f"service-{hidden.pk}",
        body="?",
        by=table.who("mei"),
        at=table.now,
    )


def test_a_unit_that_is_bound_is_not_closed(table):
    from qiao.agreements.objections import bound

    assert bound(table.units["ST"]) is None
    table.proposed()
    assert bound(table.units["ST"]) == (Reason.AGREEMENTS, 1)
    assert bound(table.units["EQ"]) == (Reason.AGREEMENTS, 1)
    assert bound(table.units["FI"]) is None
