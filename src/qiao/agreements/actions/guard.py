"""What every action of this package does first and last: the agreement as it is now, locked; one update."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qiao.agreements import rules
from qiao.agreements.events import Kind
from qiao.agreements.models import Agreement, Version
from qiao.agreements.rules import Parties, Reason, Side, Verb, VersionState
from qiao.catalogue.models import Service
from qiao.ledger.actions import record
from qiao.ledger.refusals import Conflict, refuse
from qiao.org.models import Person

CHANGED = _("Somebody else changed this meanwhile. What you typed is kept; look at it and save again.")


def locked(agreement: Agreement, expected: int | None) -> Agreement:
    """The row as it is now, locked; Conflict when its revision is not the expected one."""
    now = (
        Agreement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("provider__calendar")
        .get(pk=agreement.pk)
    )
    if expected is not None and now.revision != expected:
        raise Conflict(CHANGED, now)
    return now


def update(agreement: Agreement, **values: Any) -> None:
    """Writes ``values`` if nobody else wrote since the row was read (SQLite has no row locks)."""
    rows = Agreement.objects.filter(pk=agreement.pk, revision=agreement.revision)
    if not rows.update(revision=F("revision") + 1, **values):
        raise Conflict(CHANGED, Agreement.objects.get(pk=agreement.pk))
    for name, value in values.items():
        setattr(agreement, name, value)
    agreement.revision += 1


def parties(agreement: Agreement, version: Version) -> Parties:
    """The units of both sides, as this version names them."""
    customers = Version.customers.through.objects.filter(version=version).values_list("unit_id", flat=True)
    return Parties(agreement.provider_id, frozenset(customers))


def draft(agreement: Agreement, verb: Verb, by: Person) -> tuple[Version, Parties]:
    """The version that is being negotiated, if this person may do that with it."""
    version = agreement.versions.open().first() or agreement.versions.last()
    return _allowed(agreement, version, verb, by)


def signed(agreement: Agreement, verb: Verb, by: Person) -> tuple[Version, Parties]:
    """The version that was signed last, if this person may do that with it."""
    last = agreement.versions.filter(state__in=[VersionState.SIGNED, VersionState.ENDED]).last()
    return _allowed(agreement, last or agreement.versions.last(), verb, by)


def _allowed(
    agreement: Agreement, version: Version | None, verb: Verb, by: Person
) -> tuple[Version, Parties]:
    if version is None:  # an agreement has at least one
        raise Conflict(CHANGED, agreement)
    units = parties(agreement, version)
    refuse(rules.why_not(verb, version.state, units, by.scope))
    return version, units


def looked_at(version: Version, found: frozenset[Side]) -> dict[str, int]:
    """The columns that say that these sides have seen the last wording.

    Whoever leads both from above has read it for neither: their heads still have to.
    """
    return {f"seen_by_{side}": version.wording for side in found} if len(found) == 1 else {}


def write(version: Version, **values: Any) -> None:
    """Into the version; the agreement's own revision guards it."""
    if values:
        Version.objects.filter(pk=version.pk).update(**values)
    for name, value in values.items():
        setattr(version, name, value)


def tell(
    kind: Kind,
    agreement: Agreement,
    version: Version,
    *,
    by: Person,
    at: datetime,
    **data: Any,
) -> None:
    """Appends the event."""
    record(
        kind,
        subject=agreement,
        by=by,
        at=at,
        from_unit_id=agreement.provider_id,
        number=agreement.number,
        version=version.number,
        revision=agreement.revision,
        **data,
    )


def not_over(version: Version, at: datetime) -> None:
    """Refuses what makes sense only for one that holds or will hold."""
    span = version.span
    over = span is not None and span.standing(at) is rules.Standing.OVER
    refuse(Reason.IS_OVER if over else None)


def hold(services: frozenset[int]) -> None:
    """Until the transaction ends nobody else signs anything about these services: two at once would not see
    each other's lines."""
    rows = Service.objects.filter(pk__in=services).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
