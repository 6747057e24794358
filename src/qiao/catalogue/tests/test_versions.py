"""Drafts, publishing, and that a published version never changes again."""

import pytest

from qiao.catalogue import actions
from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.rules import Assignment, Form, Reason, Targets
from qiao.catalogue.tests.conftest import DAY_SHIFT, HOUR, NEVER, NOW
from qiao.ledger.refusals import Conflict, Refused
from qiao.org.models import Calendar, Person, Unit


def rows(service):
    """Everything that is stored of the published versions, audience included."""
    published = ServiceVersion.objects.filter(service=service, published_at__isnull=False)
    listed = ServiceVersion.audience.through.objects.filter(serviceversion__in=published)
    return list(published.order_by("pk").values()), sorted(listed.values_list("serviceversion_id", "unit_id"))


def refused(action, **given):
    with pytest.raises(Refused) as no:
        action(**given)
    return no.value.reason


def test_a_draft_begins_as_a_copy_and_is_seen_by_nobody(house):
    gang = house.who("gang")
    draft = actions.begin_draft(service=house.service, by=gang, at=NOW)
    assert draft.number == 2
    assert draft.form_data == house.service.version.form_data
    assert house.fresh().version.number == 1
    assert refused(actions.begin_draft, service=house.service, by=gang, at=NOW) is Reason.DRAFT_EXISTS


def test_publishing_makes_new_requests_be_born_with_it_and_keeps_the_old_one(house):
    gang = house.who("gang")
    old = house.service.version
    actions.begin_draft(service=house.service, by=gang, at=NOW)
    actions.change_draft(
        service=house.service, by=gang, at=NOW, form=Form(), targets=Targets.parse({"normal": [60, 120]})
    )
    new = actions.publish(service=house.service, by=gang, at=NOW)
    assert house.fresh().version == new
    assert new.published_by == gang
    assert ServiceVersion.objects.get(pk=old.pk).target("urgent") == (900, 4 * HOUR), "the old promise stands"


def test_no_action_ever_changes_a_published_version(house):
    """Every writer is called; the rows of what was published stay as they were, byte for byte."""
    gang, an = house.who("gang"), house.who("an")
    service, at = house.service, NOW
    before = rows(service)
    change = {"service": service, "by": gang, "at": at}
    assert refused(actions.change_draft, **change, form=Form()) is Reason.NO_DRAFT
    assert refused(actions.publish, **change) is Reason.NO_DRAFT
    assert refused(actions.drop_draft, **change) is Reason.NO_DRAFT
    actions.begin_draft(**change)
    actions.change_draft(
        **change,
        form=Form(),
        targets=Targets.parse({"normal": [1, 2]}),
        calendar=Calendar.objects.create(code="other", name_zh="别的", definition=DAY_SHIFT),
        assignment=Assignment.QUEUE,
        for_everyone=False,
        audience=[house.units["ST"]],
        confirm_days=9,
    )
    actions.drop_draft(**change)
    actions.begin_draft(**change)
    actions.change_service(**change, category=house.category, name_zh="别的", confidential=True)
    actions.move_service(service=service, to=house.units["EQ"], by=an, at=at)
    actions.retire_service(service=service, by=an, at=at)
    actions.reopen_service(service=service, by=an, at=at)
    actions.close_category(category=house.category, by=an, at=at)
    actions.reopen_category(category=house.category, by=an, at=at)
    assert rows(service) == before
    actions.change_draft(service=service, by=an, at=at, confirm_days=4)
    actions.publish(service=service, by=an, at=at)
    assert rows(service)[0][:1] == before[0], "publishing the next one does not touch it either"


def test_a_draft_that_somebody_published_meanwhile_is_not_written_to(house, monkeypatch):
    """The draft was read, then another process published it: the conditional update finds no row."""
    from qiao.catalogue.actions import drafts

    gang = house.who("gang")
    stale = actions.begin_draft(service=house.service, by=gang, at=NOW)
    actions.change_draft(service=house.service, by=gang, at=NOW, confirm_days=4)
    actions.publish(service=house.service, by=gang, at=NOW)
    before = rows(house.service)
    monkeypatch.setattr(drafts, "draft_of", lambda service: stale)
    with pytest.raises(Conflict):
        actions.change_draft(service=house.service, by=gang, at=NOW, confirm_days=7)
    assert rows(house.service) == before


@pytest.mark.parametrize(
    ("name", "allowed"), [("min", False), ("gang", True), ("wei", True), ("an", True), ("ou", False)]
)
def test_who_may_begin_change_publish_and_drop(house, name, allowed):
    by = house.who(name)
    change = {"service": house.service, "by": by, "at": NOW}
    if allowed:
        actions.begin_draft(**change)
        actions.change_draft(**change, confirm_days=4)
        actions.publish(**change)
        actions.begin_draft(**change)
        actions.drop_draft(**change)
        return
    assert refused(actions.begin_draft, **change) is Reason.NOT_YOUR_UNIT
    actions.begin_draft(service=house.service, by=None, at=NOW)
    for action in (actions.change_draft, actions.publish, actions.drop_draft):
        assert refused(action, **change) is Reason.NOT_YOUR_UNIT


def test_a_substitute_of_the_leader_may_too(house):
    from datetime import timedelta

    from django.utils import timezone

    from qiao.org.models import Substitution

    now = timezone.now()
    Substitution.objects.create(
        person=house.people["gang"],
        substitute=house.people["min"],
        since=now - timedelta(days=1),
        until=now + timedelta(days=1),
    )
    actions.begin_draft(service=house.service, by=house.who("min"), at=NOW)


def test_a_stale_change_of_a_draft_is_a_conflict(house):
    gang = house.who("gang")
    actions.begin_draft(service=house.service, by=gang, at=NOW)
    seen = house.fresh().revision
    actions.change_draft(service=house.service, by=gang, at=NOW, confirm_days=4, expected=seen)
    with pytest.raises(Conflict):
        actions.change_draft(service=house.service, by=gang, at=NOW, confirm_days=5, expected=seen)
    with pytest.raises(Conflict):
        actions.publish(service=house.service, by=gang, at=NOW, expected=seen)
    assert house.draft().confirm_days == 4


def never(house):
    house.draft().service.versions.filter(published_at=None).update(
        calendar=Calendar.objects.create(
            code="never", name_zh="从不", definition=NEVER, follows_holidays=False
        )
    )


def nobody_listed(house):
    actions.change_draft(service=house.service, by=None, at=NOW, for_everyone=False)


def closed_listed(house):
    actions.change_draft(
        service=house.service, by=None, at=NOW, for_everyone=False, audience=[house.units["FI"]]
    )
    Unit.objects.filter(code="FI").update(active=False)


def nobody_there(house):
    Person.objects.filter(unit__code="EQ-R").update(active=False)


def broken_form(house):
    ServiceVersion.objects.filter(pk=house.draft().pk).update(form_data=[{"key": "a", "kind": "essay"}])


def no_targets(house):
    ServiceVersion.objects.filter(pk=house.draft().pk).update(targets_data={})


def closed_category(house):
    actions.close_category(category=house.category, by=None, at=NOW)


def retired(house):
    actions.retire_service(service=house.service, by=None, at=NOW)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda house: None, Reason.NOTHING_NEW),
        (never, Reason.CALENDAR_NEVER_WORKS),
        (nobody_listed, Reason.NO_AUDIENCE),
        (closed_listed, Reason.AUDIENCE_CLOSED),
        (nobody_there, Reason.NOBODY_TO_ASSIGN),
        (broken_form, Reason.FORM_UNREADABLE),
        (no_targets, Reason.NO_TARGETS),
        (closed_category, Reason.CATEGORY_CLOSED),
        (retired, Reason.SERVICE_CLOSED),
    ],
)
def test_a_draft_that_could_not_be_kept_is_not_published(house, spoil, reason):
    actions.begin_draft(service=house.service, by=None, at=NOW)
    spoil(house)
    before = rows(house.service)
    assert refused(actions.publish, service=house.service, by=house.who("an"), at=NOW) is reason
    assert rows(house.service) == before


@pytest.mark.parametrize(
    ("listed", "asks"),
    [
        ((), {"wei", "gang", "min", "mei", "ou", "an"}),
        (("ST",), {"mei"}),
        (("ST-1",), {"mei"}),
        (("EQ",), {"wei", "gang", "min"}),
        (("EQ-R", "FI"), {"gang", "min", "ou", "an"}),
        (("WORKS",), {"wei", "gang", "min", "mei", "ou", "an"}),
    ],
)
def test_a_listed_unit_means_it_and_everything_below(house, listed, asks):
    service = house.service
    actions.begin_draft(service=service, by=None, at=NOW)
    audience = [house.units[code] for code in listed]
    actions.change_draft(
        service=service, by=None, at=NOW, for_everyone=not listed, audience=audience, confirm_days=7
    )
    actions.publish(service=service, by=None, at=NOW)
    found = {
        name for name in house.people if Service.objects.offered().open_to(house.who(name).scope).exists()
    }
    assert found == asks


def test_one_draft_at_a_time_also_in_the_database(house):
    from django.db import IntegrityError, transaction

    actions.begin_draft(service=house.service, by=None, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceVersion.objects.create(service=house.service, number=9)
