"""Two agreements that would both say what holds: refused, with the name of the other one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from qiao.agreements.models import Agreement, Line
from qiao.agreements.rules import BINDING, Reason, Span, span_of
from qiao.agreements.terms import Terms
from qiao.ledger.refusals import Refused, refuse


def planned(agreement: Agreement, terms: Terms, at: datetime) -> Span:
    """When terms would be in force if they were signed now: nothing ever reaches into the past."""
    span = span_of(terms.valid_from, terms.valid_until, agreement.zone)
    span = Span(max(span.since, at), span.until)
    refuse(Reason.VALIDITY_OVER if span.is_empty else None)
    return span


def refuse_any(agreement: Agreement, terms: Terms, span: Span) -> None:
    """Refuses when a signed agreement already speaks of one of the services for one of the units then.

    The same service and the very same unit: of two at different heights of the tree the nearer one wins, so
    they do not contradict each other. Its own versions follow one another and never overlap.
    """
    for line in speaking(terms, but=agreement):
        other = line.version.span
        if other is None or not other.overlaps(span):
            continue
        units = {unit.pk: unit for unit in line.version.customers.all()}
        same = sorted(set(terms.customers) & set(units))
        if same:
            raise Refused(
                Reason.OVERLAPS,
                number=line.version.agreement.number,
                service=line.service,
                unit=units[same[0]],
            )


def speaking(terms: Terms, *, but: Agreement) -> Iterator[Line]:
    """The lines of other signed agreements about these services."""
    lines = Line.objects.filter(service__in=terms.services, version__state__in=BINDING)
    if but.pk:
        lines = lines.exclude(version__agreement=but)
    found = lines.select_related("service", "version__agreement").prefetch_related("version__customers")
    return iter(found.order_by("version__agreement_id", "id"))
