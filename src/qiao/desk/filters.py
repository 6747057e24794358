"""What one looks for among many requests: read from an address, asked of the database, written back.

``Filter`` is the one description of what may be asked for, by people and by programs. ``parse`` reads one
from any mapping of names to texts (the address of a page) and never fails: what it does not understand is
named in ``problems`` and left out. ``wanted``, ``narrow`` and ``in_order`` turn a filter into a query. Whose
requests are looked at at all, and who may see which, is the caller's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Case, DateTimeField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qiao.catalogue.models import Service
from qiao.catalogue.rules import Priority
from qiao.desk.models import CHANGED, Pause, Request
from qiao.desk.rules import HELD, OVER, PauseKind, State
from qiao.org.models import Ancestry, Person, Unit
from qiao.org.rules import Scope

ME, NOBODY, ALL = "me", "nobody", "all"
LONGEST = 100
MOST_VALUES = 50
# Which promise was not kept.
MISSED = ("answer", "completion")
LENGTH_OF_A_DAY = len("2026-11-23")
FAR = datetime(9000, 1, 1, tzinfo=UTC)

T = TypeVar("T")


class Sort(StrEnum):
    DUE = "due"
    PRIORITY = "priority"
    RAISED = "raised"
    AGE = "age"
    UPDATED = "updated"

    @property
    def label(self) -> Any:
        return SORT_LABELS[self]


SORT_LABELS: Mapping[Sort, Any] = {
    Sort.DUE: _("What breaks first"),
    Sort.PRIORITY: _("Most urgent first"),
    Sort.RAISED: _("Newest first"),
    Sort.AGE: _("Oldest first"),
    Sort.UPDATED: _("Changed last first"),
}


@dataclass(frozen=True)
class Filter:
    """What is asked for. Several values of one kind mean "one of them"; different kinds must all hold.

    People are named by personnel number, or ``me``, or (as holder) ``nobody``; units and services by code.
    A full name will do as well.
    A unit stands for everything below it too. Without states, everything that is not over is meant;
    the state ``all`` means over or not; ``open`` says it outright. A time is a day, which counts whole, or a
    moment with its zone.
    """

    state: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    holder: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    requester: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    agreement: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    counterpart: str = ""
    open: bool | None = None
    overdue: bool | None = None
    due_before: date | None = None
    raised_from: date | None = None
    raised_to: date | None = None
    changed_since: date | None = None
    q: str = ""
    sort: Sort = Sort.DUE
    problems: tuple[str, ...] = ()

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered at all; the order alone is no filter."""
        return bool([name for name, _value in self.pairs() if name != "sort"])

    @property
    def reaches_over(self) -> bool:
        """Whether requests that are over may be among what is asked for."""
        if self.open is not None:
            return not self.open
        return ALL in self.state or bool(OVER & set(self.state))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Name and value of everything that is set, always in the same order."""
        for each in fields(self):
            value = getattr(self, each.name)
            if each.name == "problems" or value == each.default:
                continue
            for one in value if isinstance(value, tuple) else (value,):
                yield each.name, _written(one)

    @property
    def query(self) -> str:
        """As the query string of an address: the same filter always reads the same."""
        return urlencode(list(self.pairs()))

    def without(self, name: str, value: str) -> Filter:
        """The same without one of its conditions."""
        now = getattr(self, name)
        left = tuple(each for each in now if each != value) if isinstance(now, tuple) else None
        empty: Any = next(each.default for each in fields(self) if each.name == name)
        changes: dict[str, Any] = {name: empty if left is None else left}
        return replace(self, **changes)


def parse(params: Mapping[str, Any]) -> Filter:
    """The filter that an address or a program's query spells out; several values repeated or with commas."""
    found: dict[str, Any] = {}
    problems: list[str] = []
    for name, read in READERS.items():
        if not (texts := _texts(params, name)):
            continue
        try:
            found[name] = read(texts)
        except ValueError:
            problems.append(name)
    return Filter(**found, problems=tuple(problems))


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, date) else str(value)


def _texts(params: Mapping[str, Any], name: str) -> list[str]:
    """Every value of a name that says something, without NUL, which no database takes."""
    values = params.getlist(name) if hasattr(params, "getlist") else params.get(name, [])
    values = [values] if isinstance(values, str | int | date) else values
    texts = (str(value).replace("\0", "").strip()[:LONGEST] for value in values)
    return [text for text in texts if text][:MOST_VALUES]


def _split(texts: Iterable[str]) -> Iterator[str]:
    """Single values, each once, in the order given."""
    parts = (part.strip() for text in texts for part in text.split(","))
    return iter(dict.fromkeys(part for part in parts if part))


def _codes(texts: list[str]) -> tuple[str, ...]:
    return tuple(_split(texts))[:MOST_VALUES]


def _one_of(*known: Iterable[str]) -> Callable[[list[str]], tuple[str, ...]]:
    """Only values that there are; ValueError for any other."""
    allowed = {str(value) for values in known for value in values}

    def read(texts: list[str]) -> tuple[str, ...]:
        codes = _codes(texts)
        if not allowed.issuperset(codes):
            raise ValueError(codes)
        return codes

    return read


def _text(texts: list[str]) -> str:
    return texts[0]


def _flag(texts: list[str]) -> bool:
    known = {"1": True, "true": True, "on": True, "0": False, "false": False}
    if texts[0] not in known:
        raise ValueError(texts)
    return known[texts[0]]


def _date(texts: list[str]) -> date:
    """A day, or a moment, which needs its zone."""
    text = texts[0]
    day = date.fromisoformat(text) if len(text) <= LENGTH_OF_A_DAY else datetime.fromisoformat(text)
    if not 2000 <= day.year < 2200 or (isinstance(day, datetime) and day.tzinfo is None):
        raise ValueError(texts)
    return day


READERS: Mapping[str, Callable[[list[str]], Any]] = {
    "state": _one_of(State, [ALL]),
    "service": _codes,
    "priority": _one_of(Priority),
    "holder": _codes,
    "unit": _codes,
    "requester": _codes,
    "customer": _codes,
    "waiting": _one_of(PauseKind),
    "agreement": _codes,
    "missed": _one_of(MISSED),
    "counterpart": _text,
    "open": _flag,
    "overdue": _flag,
    "due_before": _date,
    "raised_from": _date,
    "raised_to": _date,
    "changed_since": _date,
    "q": _text,
    "sort": lambda texts: Sort(texts[0]),
}


def narrow(requests: QuerySet[Request], asked: Filter, *, scope: Scope, at: datetime) -> QuerySet[Request]:
    """Only those that the filter asks for."""
    return requests.filter(wanted(asked, scope=scope, at=at))


def wanted(asked: Filter, *, scope: Scope, at: datetime) -> Q:
    """The filter as a condition; ``scope`` is who "me" is, days are those of the active zone."""
    return Q(
        _states(asked),
        _among(asked.service, lambda codes: Q(service__in=Service.objects.filter(code__in=codes))),
        _among(asked.priority, lambda values: Q(priority__in=values)),
        _among(asked.holder, lambda numbers: _people("holder_person", numbers, scope)),
        _among(asked.unit, lambda codes: Q(holder_unit__in=_below(codes))),
        _among(asked.requester, lambda numbers: _people("requester", numbers, scope)),
        _among(asked.customer, lambda codes: Q(requester_unit__in=_below(codes))),
        _among(asked.waiting, _waiting),
        _among(asked.agreement, lambda numbers: Q(agreed__version__agreement__number__in=numbers)),
        _among(asked.missed, lambda which: reduce(or_, (missed(each, at) for each in which))),
        _due(asked, at),
        _raised(asked),
        _changed(asked),
        _words(asked),
    )


def _among(values: tuple[str, ...], condition: Callable[[tuple[str, ...]], Q]) -> Q:
    return condition(values) if values else Q()


def _states(asked: Filter) -> Q:
    """Open ones are asked for by ``closed_at``, which the indices carry."""
    states = Q(state__in=asked.state) if asked.state and ALL not in asked.state else Q()
    if asked.open is not None:
        return Q(states, closed_at__isnull=asked.open)
    return states if asked.reaches_over else Q(states, closed_at__isnull=True)


def _people(column: str, numbers: tuple[str, ...], scope: Scope) -> Q:
    """``me`` are also those for whom one stands in: their work is mine to do."""
    named = [number for number in numbers if number not in (ME, NOBODY)]
    known = Q(number__in=_heads(named)) | Q(name__in=named) | Q(name_en__in=named)
    condition = Q(**{f"{column}__in": Person.objects.filter(known)}) if named else Q()
    if ME in numbers:
        condition |= Q(**{f"{column}__in": {scope.person_id, *scope.stands_in_for}})
    if NOBODY in numbers:
        condition |= Q(**{f"{column}__isnull": True})
    return condition


def _below(codes: tuple[str, ...]) -> QuerySet[Ancestry, Any]:
    known = Q(code__in=_heads(codes)) | Q(name_zh__in=codes) | Q(name_en__in=codes)
    return Ancestry.objects.filter(ancestor__in=Unit.objects.filter(known)).values("unit_id")


def _heads(texts: Iterable[str]) -> list[str]:
    """A field that suggests writes "E0012 林梅": the first word is the number, or the code."""
    return [text.partition(" ")[0] for text in texts]


def _waiting(kinds: tuple[str, ...]) -> Q:
    running = Pause.objects.filter(hop__request=OuterRef("pk"), ended_at=None, kind__in=kinds)
    return Q(Exists(running), state=State.PAUSED)


def missed(which: str, at: datetime) -> Q:
    """Where the first answer, or the completion, came after its time or has not come although it is over."""
    if which == "answer":
        late = Q(responded_at__gt=F("respond_by"))
        return late | Q(responded_at__isnull=True, respond_by__lt=at, closed_at__isnull=True)
    late = Q(delivered_at__gt=F("promised_at"))
    return late | Q(delivered_at__isnull=True, promised_at__lt=at, closed_at__isnull=True, state__in=HELD)


def _due(asked: Filter, at: datetime) -> Q:
    condition = Q()
    if asked.overdue is not None:
        late = Q(due_at__lt=at)
        condition &= late if asked.overdue else ~late | Q(due_at=None)
    if asked.due_before:
        condition &= Q(due_at__lt=_end(asked.due_before))
    return condition


def _raised(asked: Filter) -> Q:
    condition = Q(raised_at__gte=_begin(asked.raised_from)) if asked.raised_from else Q()
    if asked.raised_to:
        condition &= Q(raised_at__lt=_end(asked.raised_to))
    return condition


def _changed(asked: Filter) -> Q:
    """A range of the index ``desk_changed``, which is built on the same expression."""
    if not asked.changed_since:
        return Q()
    return Q(GreaterThanOrEqual(CHANGED, Value(_begin(asked.changed_since), DateTimeField())))


def _begin(day: date) -> datetime:
    return day if isinstance(day, datetime) else _midnight(day)


def _end(day: date) -> datetime:
    """The day counts whole; before a moment means before it."""
    return day if isinstance(day, datetime) else _midnight(day + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _words(asked: Filter) -> Q:
    """Every word stands in the title or in the number; whom it waits for holds the other text."""
    condition = Q(waiting_for__icontains=asked.counterpart) if asked.counterpart else Q()
    for word in asked.q.split():
        condition &= Q(title__icontains=word) | Q(number__icontains=word)
    return condition


RANK = Case(
    *(When(priority=priority, then=Value(rank)) for rank, priority in enumerate(Priority)),
    default=Value(len(Priority)),
    output_field=IntegerField(),
)
# What has no due time comes last, by a moment far away instead of a null: a key has to be comparable.
DUE = Coalesce(F("due_at"), Value(FAR, DateTimeField()))

ORDERS: Mapping[Sort, tuple[Mapping[str, Any], tuple[str, ...]]] = {
    Sort.DUE: ({"key": DUE}, ("key", "id")),
    Sort.PRIORITY: ({"rank": RANK, "key": DUE}, ("rank", "key", "id")),
    Sort.RAISED: ({}, ("-raised_at", "-id")),
    Sort.AGE: ({}, ("raised_at", "id")),
    Sort.UPDATED: ({"key": CHANGED}, ("-key", "-id")),
}


def keys(requests: QuerySet[Request], sort: Sort) -> tuple[QuerySet[Request, Any], tuple[str, ...]]:
    """Just the keys of a list, and the order for ``ui.paging.key_page``: no nulls, a unique last column.

    A list of ten thousand is sorted by these alone; what rows show is read for one page afterwards.
    """
    extra, order = ORDERS[sort]
    columns = dict.fromkeys(["id", *(name.lstrip("-") for name in order)])
    return requests.order_by().annotate(**extra).values_list(*columns, named=True), order


def in_order(requests: QuerySet[Request], sort: Sort) -> QuerySet[Request]:
    """All of them in the same order as ``keys``, for reading from one end to the other."""
    extra, order = ORDERS[sort]
    return requests.annotate(**extra).order_by(*order)
