"""What can be found: texts of requests, and names of people, units and services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import BigIntegerField, Value

from qiao.agreements.models import Agreement
from qiao.catalogue.models import Service
from qiao.desk.models import Approver, Comment, Fellow, Involvement, Request
from qiao.org.models import Person, Unit
from qiao.org.rules import Scope
from qiao.roles.models import RoleCard
from qiao.search import agreements, cards, words
from qiao.search.index import Document
from qiao.search.models import Name
from qiao.search.pinyin import readings

TEXT = 20_000  # characters of one request that are indexed
COLUMNS = (
    "pk",
    "number",
    "title",
    "details",
    "answers",
    "beneficiary_unit_id",
    "confidential",
)
# Those who see a request by their name, wherever they belong by now; and who stands in for them.
BY_NAME = ("requester_id", "beneficiary_id", "holder_person_id", "offered_person_id")


def texts(keys: Collection[int]) -> list[tuple[Document, set[str]]]:
    """The documents of these requests, each with the words whose spelling is worth knowing.

    What everybody concerned may read goes in: title, details, answers, comments; never notes among providers,
    which not everybody who sees the request may read.
    """
    said: dict[int, list[str]] = defaultdict(list)
    comments = Comment.objects.filter(request__in=keys, internal=False).order_by("id")
    for request, body in comments.values_list("request_id", "body"):
        said[request].append(body)
    marks = _marks(keys)
    rows = Request.objects.filter(pk__in=keys).order_by("pk").values(*COLUMNS, *BY_NAME)
    return [_document(row, said[row["pk"]], marks[row["pk"]]) for row in rows]


def _document(row: Mapping[str, Any], said: list[str], marks: set[str]) -> tuple[Document, set[str]]:
    parts = [row["number"], row["title"], row["details"], *_answers(row["answers"]), *said]
    text = "\n".join(parts)[:TEXT]
    access = marks | {f"p{row[name]}" for name in BY_NAME if row[name]}
    if row["beneficiary_unit_id"]:
        access.add(f"t{row['beneficiary_unit_id']}")
    return Document(row["pk"], words.terms(text), words.signs(text), access), words.words(text)


def _answers(answers: Mapping[str, Any]) -> Iterator[str]:
    return (value for value in answers.values() if isinstance(value, str))


def _marks(keys: Collection[int]) -> dict[int, set[str]]:
    """Who may find a request: u and the unit; k and the unit where it is confidential (see ``marks_of``).

    Every way of ``Request.visible_to`` has its mark here or in the row itself: without one, the rules are
    never asked.
    """
    marks: dict[int, set[str]] = defaultdict(set)
    involved = Involvement.objects.filter(request__in=keys)
    for request, unit, hidden in involved.values_list("request_id", "unit_id", "request__confidential"):
        marks[request].add(f"{'k' if hidden else 'u'}{unit}")
    fellows = Fellow.objects.filter(request__in=keys).values_list("request_id", "person_id", "unit_id")
    no_unit = Value(None, output_field=BigIntegerField())
    approvers = Approver.objects.filter(request__in=keys).values_list("request_id", "person_id", no_unit)
    for request, person, unit in fellows.union(approvers, all=True):
        marks[request] |= {f"p{person}"} if person else set()
        marks[request] |= {f"u{unit}", f"k{unit}", f"t{unit}"} if unit else set()
    return marks


def marks_of(scope: Scope) -> set[str]:
    """The marks with which this person finds requests. Coarse: ``visible_to`` has the last word."""
    return {
        *(f"p{person}" for person in {scope.person_id, *scope.stands_in_for}),
        *(f"u{unit}" for unit in scope.unit_ids),
        *(f"k{unit}" for unit in scope.own_ids),
        *(f"t{unit}" for unit in scope.member_ids),
    }


def people(keys: Collection[int] | None = None) -> Iterator[tuple[int, str]]:
    """People with what they are called, by pinyin too, and their personnel number."""
    found = Person.objects.active() if keys is None else Person.objects.active().filter(pk__in=keys)
    for pk, name, english, number in found.values_list("pk", "name", "name_en", "number"):
        yield pk, words.keys([name, *readings(name), english, _turned(english), number])


def units(keys: Collection[int] | None = None) -> Iterator[tuple[int, str]]:
    """Open units with their names and codes."""
    found = Unit.objects.active() if keys is None else Unit.objects.active().filter(pk__in=keys)
    for pk, chinese, english, code in found.values_list("pk", "name_zh", "name_en", "code"):
        yield pk, words.keys([chinese, *readings(chinese), english, code])


def services(keys: Collection[int] | None = None) -> Iterator[tuple[int, str]]:
    """Services that are offered, with name, description and code."""
    found = Service.objects.offered() if keys is None else Service.objects.offered().filter(pk__in=keys)
    columns = ("pk", "name_zh", "name_en", "code", "description_zh", "description_en")
    for pk, chinese, *rest in found.values_list(*columns):
        yield pk, words.keys([chinese, *readings(chinese), *rest])


def _turned(name: str) -> str:
    """ "Mei Lin" as "Lin Mei"."""
    return " ".join(reversed(name.split()))


NAMED: Mapping[str, Callable[[Collection[int] | None], Iterable[tuple[int, str]]]] = {
    Name.Kind.PERSON: people,
    Name.Kind.UNIT: units,
    Name.Kind.SERVICE: services,
    Name.Kind.CARD: cards.indexed,
    Name.Kind.AGREEMENT: agreements.indexed,
}
# The subject of an event of the ledger, and what is to be read anew after it.
SUBJECTS: Mapping[str, str] = {
    Person._meta.label_lower: Name.Kind.PERSON,
    Unit._meta.label_lower: Name.Kind.UNIT,
    Service._meta.label_lower: Name.Kind.SERVICE,
    RoleCard._meta.label_lower: Name.Kind.CARD,
    Agreement._meta.label_lower: Name.Kind.AGREEMENT,
}
