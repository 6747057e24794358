"""How an agreement was kept: by the provider, service by service, and by the customer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from qiao import measure
from qiao.agreements.models import Agreement
from qiao.agreements.sight import shown
from qiao.attainment.periods import Period
from qiao.catalogue.models import Service
from qiao.desk.filters import missed
from qiao.desk.models import Hop, Pause, Request
from qiao.desk.rules import PauseKind
from qiao.measure.result import Result
from qiao.org.rules import Scope


@dataclass(frozen=True)
class Kept:
    """A promise: how often it was due, how often it was kept, and how sure that is."""

    met: int
    n: int
    result: Result

    @classmethod
    def of(cls, met: int, n: int) -> Kept:
        result: Result = measure.wilson(met, n)
        return cls(met, n, result)

    @property
    def missed(self) -> int:
        return self.n - self.met


@dataclass(frozen=True)
class Figures:
    """One service in one period, or all of them. Seconds are working seconds.

    ``with_waiting``: completion as it would be if waiting for others had counted too. ``prompt``: requests on
    which nobody had to wait for the customer, of all that were answered.
    """

    service: Service | None
    raised: int
    answer: Kept
    completion: Kept
    with_waiting: Kept
    prompt: Kept
    waited_seconds: int


@dataclass(frozen=True)
class Attainment:
    """An agreement in a period: the sum, then service by service; ``hidden`` services are not in it."""

    agreement: Agreement
    period: Period
    total: Figures
    services: list[Figures]
    hidden: bool


COUNTS = ("raised", "answers", "answered", "due", "met", "met_with_waiting", "accepted", "waited")


def attainment(agreement: Agreement, period: Period, scope: Scope, *, at: datetime) -> Attainment:
    """Requests that were raised under the agreement in the period. Four queries.

    Source of the definitions: MEASUREMENT, "Hand-offs and time". Kept is met / (done + open and broken); what
    was withdrawn or declined before it was due is in no share. Of confidential services only those hear who
    may see the requests, and of services that one may not see nobody.
    """
    every = under(agreement, period)
    services = {each.pk: each for each in _countable(agreement, scope)}
    rows = _counted(every.filter(service__in=services), at)
    waited = _waited(every.filter(service__in=services))
    lines = [_figures(services[pk], row, waited[pk]) for pk, row in rows.items()]
    lines.sort(key=lambda each: (-each.raised, each.service.code if each.service else ""))
    total = {name: sum(row[name] for row in rows.values()) for name in COUNTS}
    hidden = Service.objects.filter(agreed__version__agreement=agreement, agreed__excluded=False)
    return Attainment(
        agreement,
        period,
        _figures(None, total, sum(waited.values())),
        lines,
        hidden.exclude(pk__in=services).exists(),
    )


def under(agreement: Agreement, period: Period) -> QuerySet[Request]:
    """Every request that was raised under an agreement in a period, by the clocks of the provider."""
    zone = ZoneInfo(agreement.zone)
    begin = datetime.combine(period.first, time.min, zone)
    end = datetime.combine(period.last + timedelta(days=1), time.min, zone)
    return Request.objects.filter(
        agreed__version__agreement=agreement, raised_at__gte=begin, raised_at__lt=end
    )


def _countable(agreement: Agreement, scope: Scope) -> QuerySet[Service]:
    """What somebody may hear numbers about."""
    agreed = Service.objects.filter(agreed__version__agreement=agreement)
    open_to_all = Q(confidential=False) | Q(unit__in=scope.own_ids)
    return shown(Service.objects.filter(open_to_all, pk__in=agreed.values("pk")), scope)


def _counted(requests: QuerySet[Request], at: datetime) -> dict[int, dict[str, int]]:
    """By service: how many were raised, due and kept. One query."""
    paused = Hop.objects.filter(request=OuterRef("pk")).values("request")
    waiting = Subquery(paused.annotate(total=Sum("paused_seconds")).values("total"))
    took = Coalesce(F("used_seconds"), Value(0)) + Coalesce(waiting, Value(0))
    late_answer, late = missed("answer", at), missed("completion", at)
    done = Q(delivered_at__isnull=False, promised_at__isnull=False)
    answered = Q(responded_at__isnull=False, respond_by__isnull=False)
    accepted = Q(responded_at__isnull=False)
    by_customer = Pause.objects.filter(hop__request=OuterRef("pk"), kind=PauseKind.REQUESTER)
    rows = (
        requests.annotate(took=took, waits=Coalesce(_number(by_customer), Value(0)))
        .order_by()
        .values("service")
        .annotate(
            raised=Count("pk"),
            answers=Count("pk", filter=answered | late_answer),
            answered=Count("pk", filter=answered & Q(responded_at__lte=F("respond_by"))),
            due=Count("pk", filter=done | late),
            met=Count("pk", filter=done & Q(delivered_at__lte=F("promised_at"))),
            met_with_waiting=Count("pk", filter=done & Q(took__lte=F("complete_seconds"))),
            accepted=Count("pk", filter=accepted),
            waited=Count("pk", filter=accepted & Q(waits__gt=0)),
        )
    )
    found: list[Any] = list(rows)
    return {row["service"]: {name: row[name] for name in COUNTS} for row in found}


def _number(rows: QuerySet[Pause]) -> Subquery:
    return Subquery(rows.order_by().values("hop__request").annotate(n=Count("pk")).values("n"))


def _waited(requests: QuerySet[Request]) -> defaultdict[int, int]:
    """By service: working seconds for which providers waited for the customer. One query."""
    pauses = Pause.objects.filter(hop__request__in=requests, kind=PauseKind.REQUESTER, seconds__isnull=False)
    rows = pauses.order_by().values_list("hop__request__service").annotate(total=Sum("seconds"))
    return defaultdict(int, dict(rows))


def _figures(service: Service | None, row: Mapping[str, int], waited: int) -> Figures:
    return Figures(
        service=service,
        raised=row["raised"],
        answer=Kept.of(row["answered"], row["answers"]),
        completion=Kept.of(row["met"], row["due"]),
        with_waiting=Kept.of(row["met_with_waiting"], row["due"]),
        prompt=Kept.of(row["accepted"] - row["waited"], row["accepted"]),
        waited_seconds=waited,
    )


@dataclass(frozen=True)
class Asked:
    """Which requests of a period: of a service, those that missed a promise, those that waited."""

    service: str = ""
    missed: str = ""
    waited: bool = False


def behind(
    agreement: Agreement, period: Period, asked: Asked, scope: Scope, *, at: datetime
) -> tuple[QuerySet[Request], QuerySet[Request]]:
    """The requests behind a figure: those that the reader may open, and all that were counted."""
    requests = under(agreement, period).filter(service__in=_countable(agreement, scope))
    if asked.service:
        requests = requests.filter(service__code=asked.service)
    if asked.missed:
        requests = requests.filter(missed(asked.missed, at))
    if asked.waited:
        waits = Pause.objects.filter(kind=PauseKind.REQUESTER).values("hop__request")
        requests = requests.filter(pk__in=waits)
    return Request.objects.visible_to(scope).filter(pk__in=requests.values("pk")), requests
