"""What really happened in the last 90 days, counted by service and pair; nobody's single request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum

from qiao.catalogue.models import Service
from qiao.desk.models import Pause, Request
from qiao.desk.rules import HELD, PauseKind
from qiao.org.models import Person, Position
from qiao.org.rules import Scope
from qiao.roles.drafting import Offer, Use
from qiao.roles.reads.tree import Tree
from qiao.roles.rules import DAYS
from qiao.roles.sheet import Words


@dataclass(frozen=True)
class Reach:
    """What counts as the holder's: their own, and for who leads the position's unit all that lies below."""

    person_id: int
    unit_ids: frozenset[int] = frozenset()

    def q(self, person: str, unit: str) -> Q:
        """The condition on two columns."""
        return Q(**{f"{unit}__in": self.unit_ids}) if self.unit_ids else Q(**{person: self.person_id})


def reach_of(person: Person, position: Position, tree: Tree) -> Reach:
    """For a card: ``position.unit`` must be read."""
    leads = position.unit.leader_id == person.pk
    return Reach(person.pk, tree.below(position.unit_id) if leads else frozenset())


@dataclass(frozen=True)
class Counted:
    """Requests of one service between one holder and one asker; ``judged`` had a promise that is due."""

    service_id: int
    unit_id: int
    person_id: int | None
    asker_unit_id: int
    asker_id: int
    n: int
    met: int
    judged: int

    def provided_by(self, reach: Reach) -> bool:
        return self.unit_id in reach.unit_ids if reach.unit_ids else self.person_id == reach.person_id

    def asked_by(self, reach: Reach) -> bool:
        return self.asker_unit_id in reach.unit_ids if reach.unit_ids else self.asker_id == reach.person_id

    def inside(self, reach: Reach) -> bool:
        """Both sides are the holder's own: no other side that a card could name."""
        return self.provided_by(reach) and self.asked_by(reach)


COLUMNS = ("service_id", "holder_unit_id", "holder_person_id", "requester_unit_id", "requester_id")


def counted(requests: QuerySet[Request], at: datetime) -> list[Counted]:
    """One query. A promise counts when it was delivered, or is open and broken (desk.reads.promises)."""
    due = Q(promised_at__isnull=False) & (
        Q(delivered_at__isnull=False) | Q(promised_at__lt=at, state__in=HELD)
    )
    met = Q(delivered_at__lte=F("promised_at"))
    counts = {"n": Count("pk"), "met": Count("pk", filter=met), "judged": Count("pk", filter=due)}
    rows = requests.order_by().values_list(*COLUMNS).annotate(**counts)
    return [Counted(*row) for row in rows]


def recent(reach: Reach, way: str, at: datetime) -> Q:
    """What was raised in the last 90 days, provided or asked for; what was over before cannot be in it."""
    since = at - timedelta(days=DAYS)
    side = (
        reach.q("holder_person", "holder_unit")
        if way == "provided"
        else reach.q("requester", "requester_unit")
    )
    return side & Q(raised_at__gte=since) & (Q(closed_at=None) | Q(closed_at__gte=since))


class History:
    """What drafting needs, for one card or for all: confidential things are not in it.

    Four queries. Without a reach everything of the last 90 days is read, for many cards at once.
    """

    def __init__(self, at: datetime, reach: Reach | None = None, tree: Tree | None = None) -> None:
        self.tree = tree or Tree()
        known = Request.objects.filter(confidential=False, service__confidential=False)
        waits = Pause.objects.filter(kind=PauseKind.REQUESTER, hop__request__confidential=False)
        if reach is None:
            since = at - timedelta(days=DAYS)
            self.rows = counted(known.filter(raised_at__gte=since), at)
            waits = waits.filter(started_at__gte=since)
        else:
            both = recent(reach, "provided", at) | recent(reach, "asked", at)
            self.rows = counted(known.filter(both), at)
            mine = reach.q("hop__request__requester", "hop__request__requester_unit")
            waits = waits.filter(mine, started_at__gte=at - timedelta(days=DAYS))
        columns = ("hop__request__requester_unit_id", "hop__request__requester_id")
        self._waits = list(
            waits.order_by().values_list(*columns).annotate(Count("hop__request", distinct=True))
        )
        self.offers = offers()

    def provided(self, reach: Reach) -> list[Use]:
        """Which services the holder's side provided, to which department."""
        rows = (row for row in self.rows if row.provided_by(reach) and not row.inside(reach))
        return self._uses((row.service_id, self.tree.partner(row.asker_unit_id), row.n) for row in rows)

    def asked(self, reach: Reach) -> list[Use]:
        """Which services the holder's side asked others for."""
        rows = (row for row in self.rows if row.asked_by(reach) and not row.inside(reach))
        return self._uses((row.service_id, row.unit_id, row.n) for row in rows)

    def waits(self, reach: Reach) -> tuple[int, int]:
        """How many requests waited for the holder's side, and how many it had raised."""
        mine = [
            n
            for unit, person, n in self._waits
            if (unit in reach.unit_ids if reach.unit_ids else person == reach.person_id)
        ]
        return sum(mine), sum(row.n for row in self.rows if row.asked_by(reach))

    def own(self, reach: Reach) -> list[int]:
        """The services of the holder's unit."""
        return [pk for pk, offer in self.offers.items() if offer.unit_id in reach.unit_ids]

    def _uses(self, found: Iterable[tuple[int, int, int]]) -> list[Use]:
        summed: Counter[tuple[int, int]] = Counter()
        for service, unit, n in found:
            summed[service, unit] += n
        return [Use(service, unit, n) for (service, unit), n in summed.items()]


def offers() -> dict[int, Offer]:
    """Every offered service that is not confidential; one query."""
    rows = Service.objects.offered().filter(confidential=False)
    found = {}
    for service in rows.select_related("version__calendar", "unit__calendar").order_by("pk"):
        version = service.version
        if version is None:
            continue
        _respond, complete = version.target("normal")
        day = version.working_day(service)
        name = Words(service.name_zh, service.name_en)
        found[service.pk] = Offer(service.pk, service.unit_id, name, complete, day)
    return found


def waited(reach: Reach, *, seen_by: Scope, at: datetime) -> dict[int, tuple[int, int]]:
    """Per service: requests of the holder's side that waited for it, and working seconds; one query."""
    since = at - timedelta(days=DAYS)
    seen = Request.objects.visible_to(seen_by).filter(recent(reach, "asked", at))
    rows = Pause.objects.filter(kind=PauseKind.REQUESTER, hop__request__in=seen, started_at__gte=since)
    found = rows.order_by().values_list("hop__request__service_id")
    many = Count("hop__request", distinct=True)
    return {service: (n, int(sum_ or 0)) for service, n, sum_ in found.annotate(many, Sum("seconds"))}
