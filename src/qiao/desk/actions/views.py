"""Views that people keep of a work list."""

from datetime import datetime

from django.db import transaction

from qiao.desk.actions.change import need
from qiao.desk.models import SavedView
from qiao.desk.rules import Reason
from qiao.ledger.refusals import refuse
from qiao.org.models import Person, Unit


@transaction.atomic
def save_view(
    *,
    by: Person,
    at: datetime,
    unit: Unit,
    name: str,
    query: str,
    shared: bool = False,
    is_default: bool = False,
) -> SavedView:
    """Keeps a filter under a name; the same name again changes it. Only a leader shows it to the unit."""
    name = need(name, Reason.NAME_THE_VIEW)
    refuse(Reason.NOT_LEADER if shared and unit.pk not in by.scope.led_ids else None)
    mine = SavedView.objects.filter(person=by, unit=unit)
    if is_default:
        mine.filter(is_default=True).update(is_default=False)
    values = {"query": query[:2000], "shared": shared, "is_default": is_default}
    view, _new = mine.update_or_create(person=by, unit=unit, name=name[:60], defaults=values)
    return view


@transaction.atomic
def drop_view(*, by: Person, at: datetime, view: SavedView) -> None:
    """Forgets a view of one's own; what it showed stays."""
    refuse(None if view.person_id == by.pk else Reason.NOT_YOURS)
    view.delete()
