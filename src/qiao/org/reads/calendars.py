"""The calendars that one page needs, each read once."""

from collections.abc import Iterable, Mapping

from qiao import worktime
from qiao.org.models import Calendar
from qiao.statements import Question

THESE = Question(lambda ids: Calendar.objects.filter(pk__in=ids))


class Calendars:
    """The calendars of one page, ready for arithmetic: each is read once, however many lists there are."""

    def __init__(self) -> None:
        self._known: dict[int, worktime.Calendar] = {}

    def of(self, ids: Iterable[int]) -> Mapping[int, worktime.Calendar]:
        """Those with these ids, by id; one query for all that are new, none otherwise."""
        if missing := set(ids) - self._known.keys():
            self._known |= {row.pk: row.compiled for row in THESE.all(missing)}
        return self._known
