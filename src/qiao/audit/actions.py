"""The event log changes nothing; that it was taken away is itself an event."""

from datetime import datetime
from typing import Any

from django.db import transaction

from qiao.audit import rules
from qiao.audit.rules import Kind
from qiao.ledger.actions import record
from qiao.ledger.refusals import refuse
from qiao.org.models import Person


@transaction.atomic
def note_export(*, by: Person, at: datetime, filters: dict[str, Any]) -> None:
    """Writes down who exported which events: a file with names leaves the house."""
    refuse(rules.why_not_read(by.scope))
    record(Kind.EXPORTED, subject=by, by=by, at=at, filters=filters or None)
