"""How much a unit takes on at once: set by its leaders, looked at by whoever accepts."""

from datetime import datetime

from django.db import transaction

from qiao.desk import rules
from qiao.desk.events import RuleKind
from qiao.desk.models import Request, WorkRule
from qiao.desk.reads.limits import beyond
from qiao.ledger.actions import record
from qiao.ledger.refusals import refuse
from qiao.ledger.revisions import as_expected, update
from qiao.org.models import Person, Unit


@transaction.atomic
def set_work_rule(
    *,
    unit: Unit,
    by: Person,
    at: datetime,
    most_each: int | None,
    most_together: int | None,
    strict: bool,
    unattended_seconds: int | None,
    expected: int | None = None,
) -> WorkRule:
    """For a unit and those below that have no rule of their own.

    ``expected`` is the revision of the unit's own rule as it was seen, 0 for none; Conflict when it is not.
    """
    refuse(rules.why_not_set_rule(unit.pk, by.scope))
    values = {
        "most_each": most_each,
        "most_together": most_together,
        "strict": strict,
        "unattended_seconds": unattended_seconds,
    }
    mine = WorkRule.objects.select_for_update(no_key=True)
    row, new = mine.get_or_create(unit=unit, defaults=values)
    if not new:
        as_expected(row, expected)
        update(row, **values)
    record(RuleKind.WORK_RULE_SET, subject=unit, by=by, at=at, to_unit_id=unit.pk, **values)
    return row


def within_limits(request: Request, unit_id: int, by: Person) -> int | None:
    """Refuses to take on more where the unit is strict; otherwise the limit that is passed, for the story."""
    more = beyond(request, unit_id, by)
    if more is None:
        return None
    refuse(more.reason if more.refused else None)
    return more.most
