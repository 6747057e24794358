"""How much a unit takes on at once, and how much it has."""

from __future__ import annotations

from dataclasses import dataclass

from qiao.desk.models import Request, WorkRule
from qiao.desk.rules import Reason, State
from qiao.org.models import Person
from qiao.statements import Question

# Working time after which what nobody looks after is passed on, where no leader said otherwise.
UNATTENDED_SECONDS = 30 * 60
# What may be set at most: in progress, and working seconds until it is passed on.
MOST, LONGEST_UNATTENDED = 999, 10_000 * 60


@dataclass(frozen=True)
class Limits:
    """The rule that holds for a unit: its own, or that of the nearest unit above that has one."""

    most_each: int | None = None
    most_together: int | None = None
    strict: bool = False
    unattended_seconds: int | None = UNATTENDED_SECONDS
    unit_id: int | None = None
    revision: int = 0

    def seen_at(self, unit_id: int) -> int:
        """The revision of the unit's own rule; 0 while it follows another."""
        return self.revision if self.unit_id == unit_id else 0


# Its own rule, or that of the nearest unit above.
NEAREST = Question(
    lambda unit: WorkRule.objects.filter(unit__descent__unit=unit).order_by("unit__descent__depth")[:1]
)


def limits_of(unit_id: int) -> Limits:
    """One query."""
    nearest = NEAREST.first(unit_id)
    if nearest is None:
        return Limits()
    return Limits(
        nearest.most_each,
        nearest.most_together,
        nearest.strict,
        nearest.unattended_seconds,
        nearest.unit_id,
        nearest.revision,
    )


@dataclass(frozen=True)
class Beyond:
    """That one more would be beyond a limit: which, whether that is refused, and how many there may be."""

    reason: Reason
    refused: bool
    most: int


def beyond(request: Request, unit_id: int, person: Person) -> Beyond | None:
    """Whether taking this one on goes beyond what the unit allows; None when it does not."""
    limits = limits_of(unit_id)
    running = Request.objects.open().filter(state=State.WORKING).exclude(pk=request.pk)
    if limits.most_each is not None and running.filter(holder_person=person).count() >= limits.most_each:
        return Beyond(Reason.AT_LIMIT, limits.strict, limits.most_each)
    if limits.most_together is not None:
        together = running.filter(holder_unit=unit_id).count()
        if together >= limits.most_together:
            return Beyond(Reason.UNIT_AT_LIMIT, limits.strict, limits.most_together)
    return None
