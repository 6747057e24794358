"""That somebody took a list with them."""

from datetime import datetime

from django.db import transaction

from qiao.desk.events import ListKind
from qiao.ledger.actions import record
from qiao.org.models import Person, Unit


@transaction.atomic
def note_export(*, by: Person, at: datetime, unit: Unit, n: int, query: str, form: str) -> None:
    """Written before the first row is sent: who, how many, with which filter, as which kind of file."""
    record(ListKind.EXPORTED, subject=unit, by=by, at=at, n=n, query=query, form=form)
