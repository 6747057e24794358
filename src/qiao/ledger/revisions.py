"""Lost updates: a row that counts its changes is written only by who has seen how it is.

For every model with a ``revision`` that grows with each change. What only reads needs nothing of this.
"""

from typing import Any, Protocol, TypeVar, cast

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from qiao.ledger.refusals import Conflict

CHANGED = _("Somebody else changed this meanwhile. What you typed is kept; look at it and save again.")


class _Counts(Protocol):
    pk: Any
    revision: int


Revised = TypeVar("Revised", bound=_Counts)


def locked(row: Revised, expected: int | None = None) -> Revised:
    """The row as it is now, locked; Conflict when its revision is not the expected one.

    ``expected`` None: whoever asks has not said what they have seen, then only the rules decide.
    """
    current = cast(Revised, _all(row).select_for_update(no_key=True).get(pk=row.pk))
    as_expected(current, expected)
    return current


def as_expected(current: _Counts, expected: int | None) -> None:
    """Conflict when this row, which is locked already, is not as somebody has seen it."""
    if expected is not None and current.revision != expected:
        raise Conflict(CHANGED, current)


def update(row: _Counts, **values: Any) -> None:
    """Writes ``values`` if nobody else wrote since the row was read (SQLite has no row locks)."""
    rows = _all(row).filter(pk=row.pk, revision=row.revision)
    if not rows.update(revision=F("revision") + 1, **values):
        raise Conflict(CHANGED, _all(row).get(pk=row.pk))
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1


def _all(row: _Counts) -> models.QuerySet[Any]:
    return cast(type[models.Model], type(row))._default_manager.all()
