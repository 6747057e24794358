"""@names in a comment: whom they mean, and who of them is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from qiao.desk.models import Request
from qiao.desk.rules import Reason, reads_internal
from qiao.org.models import Person

# Not inside an e-mail address. Chinese keyboards write the wide sign.
SIGN = re.compile(r"(?<![A-Za-z0-9_.+-])[@＠](?=\S)")
UNIT = re.compile(r"[(（]([^()（）\n]{1,80})[)）]")
LONGEST = 40
MOST = 20
SUGGESTED = 6


@dataclass(frozen=True)
class Untold:
    """Somebody who was named and is not told, and why."""

    name: str
    reason: Reason
    example: str = ""

    @property
    def sentence(self) -> str:
        return str(self.reason.sentence) % {"person": self.name, "example": self.example}


@dataclass(frozen=True)
class Mentions:
    """What stands behind the sign → the person; and those who are not told."""

    told: dict[str, int] = field(default_factory=dict)
    untold: list[Untold] = field(default_factory=list)


def read(body: str, request: Request, *, internal: bool) -> Mentions:
    """Whom a comment on ``request`` names. Only those who may read it are told.

    Queries: none without a sign, else one for all names and five for each person.
    """
    found = list(_found(body))
    mentions = Mentions()
    for token, people in found[:MOST]:
        person, why = _meant(people, request, internal=internal)
        if person is not None:
            mentions.told[token] = person.pk
        else:
            named = people[0]
            mentions.untold.append(Untold(str(named), why, f"@{named}({named.unit})"))
    return mentions


def _found(body: str) -> Iterable[tuple[str, list[Person]]]:
    """Each name once as it is written, with everybody who is called so: the longest name that fits."""
    starts = [body[sign.end() :].split("\n", 1)[0] for sign in list(SIGN.finditer(body))[: MOST * 2]]
    known = _called({rest[:size] for rest in starts for size in range(1, LONGEST) if rest[:size].strip()})
    tokens: dict[str, list[Person]] = {}
    for rest in starts:
        size = next((n for n in range(LONGEST, 0, -1) if _ends(rest, n) and _key(rest[:n]) in known), 0)
        if size:
            token, people = _of_unit(rest, size, known[_key(rest[:size])])
            tokens.setdefault(token, people)
    return tokens.items()


def _ends(rest: str, size: int) -> bool:
    """A Latin name ends where its word ends; a Chinese one may be followed by anything."""
    if size > len(rest) or rest[size - 1].isspace():
        return False
    last, following = rest[size - 1], rest[size : size + 1]
    return not (last.isascii() and last.isalnum() and following.isascii() and following.isalnum())


def _key(name: str) -> str:
    return name.casefold()


def _called(names: set[str]) -> dict[str, list[Person]]:
    """Active people by each name that somebody may write for them."""
    if not names:
        return {}
    spelled = names | {name.title() for name in names} | {name.casefold() for name in names}
    rows = Person.objects.active().filter(
        Q(name__in=spelled) | Q(name_en__in=spelled) | Q(account__username__in=spelled)
    )
    known: dict[str, list[Person]] = {}
    for row in rows.select_related("unit", "account"):
        login = getattr(row, "account", None)
        for name in {_key(row.name), _key(row.name_en), _key(login.username) if login else ""} - {""}:
            known.setdefault(name, []).append(row)
    return known


def _of_unit(rest: str, size: int, people: list[Person]) -> tuple[str, list[Person]]:
    """With a unit in brackets behind the name, only those of that unit."""
    behind = UNIT.match(rest, size)
    if behind:
        said = behind[1].strip().casefold()
        there = [
            each
            for each in people
            if said in {each.unit.name_zh.casefold(), each.unit.name_en.casefold(), each.unit.code.casefold()}
        ]
        if there:
            return rest[: behind.end()], there
    return rest[:size], people


def _meant(people: Sequence[Person], request: Request, *, internal: bool) -> tuple[Person | None, Reason]:
    """The one who may read it; nobody when none may, or when several are called the same."""
    reasons = {each.pk: why_untold(each, request, internal=internal) for each in people}
    may = [each for each in people if reasons[each.pk] is None]
    if len(may) == 1:
        return may[0], Reason.WHICH_OF_THEM
    return None, Reason.WHICH_OF_THEM if may else reasons[people[0].pk] or Reason.MAY_NOT_SEE


def why_untold(person: Person, request: Request, *, internal: bool) -> Reason | None:
    """Why somebody who is named would not be told: they could not read it."""
    if not Request.objects.visible_to(person.scope).filter(pk=request.pk).exists():
        return Reason.MAY_NOT_SEE
    return Reason.NO_PROVIDER_THERE if internal and not reads_internal(request, person.scope) else None


@dataclass(frozen=True)
class Suggestion:
    """A row of the list that follows what is typed behind the sign."""

    person: Person
    written: str
    why_not: str = ""


def suggestions(text: str, request: Request, *, by: Person, internal: bool) -> list[Suggestion]:
    """Whom somebody may mean who has typed ``text``: those around the request, then names that begin so.

    At most six; whoever may not read it stands last, with the reason.
    """
    text = text.strip()
    near = {request.requester_id, request.beneficiary_id, request.holder_person_id, request.accountable_id}
    near |= set(request.comments.values_list("author_id", flat=True))
    rows = Person.objects.active().exclude(pk=by.pk).select_related("unit")
    begins = Q(name__startswith=text) | Q(name_en__istartswith=text) | Q(account__username__istartswith=text)
    inside = Q(name__contains=text) | Q(name_en__icontains=text)
    ways = [Q(pk__in={pk for pk in near if pk}) & (begins | inside)]
    found: list[Person] = []
    for way in [*ways, begins, inside] if text else ways:
        known = [each.pk for each in found]
        found += rows.filter(way).exclude(pk__in=known)[: SUGGESTED - len(found)]
    shown = [_suggestion(each, found, request, internal=internal) for each in found]
    return sorted(shown, key=lambda each: bool(each.why_not))


def _suggestion(person: Person, found: Sequence[Person], request: Request, *, internal: bool) -> Suggestion:
    why = why_untold(person, request, internal=internal)
    twin = any(str(each) == str(person) and each.pk != person.pk for each in found)
    written = f"{person}({person.unit})" if twin else str(person)
    return Suggestion(person, written, Untold(str(person), why).sentence if why else "")


def linked(body: str, told: Mapping[str, Any]) -> SafeString:
    """The words of a comment as HTML, with a link on everybody who was told."""
    if not told:
        return format_html("{}", body)
    names = "|".join(re.escape(token) for token in sorted(told, key=len, reverse=True))
    parts, last = [], 0
    for each in re.finditer(rf"(?<![A-Za-z0-9_.+-])[@＠]({names})", body):
        parts += [format_html("{}", body[last : each.start()]), _link(each[0], told[each[1]])]
        last = each.end()
    parts.append(format_html("{}", body[last:]))
    return mark_safe("".join(parts))  # noqa: S308  # every part is escaped


def _link(words: str, person_id: int) -> SafeString:
    return format_html(
        '<a class="q-mention" href="{}">{}</a>', reverse("org:person", args=[person_id]), words
    )
