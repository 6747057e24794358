"""Which events somebody wants to see, as it stands in the address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qiao.ledger import chronicle
from qiao.org.forms.base import INDENT, in_tree_order
from qiao.org.models import Person, Unit

NOBODY = "-"


@dataclass(frozen=True)
class Wanted:
    """Plain values; empty means all. ``kinds`` are whole kinds, ``subjects`` pairs of type and number."""

    kinds: tuple[str, ...] = ()
    actors: tuple[int | None, ...] = ()
    subjects: tuple[tuple[str, int], ...] = ()
    unit: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    nothing: bool = False

    @property
    def names_somebody(self) -> bool:
        """Whether an answer would tell who or which unit it was."""
        return bool(self.actors or self.unit)

    def ways(self) -> list[Q]:
        """Conditions that each have an index in the order of the ledger; together they are what is wanted.

        Only one filter is split, the one that usually leaves least; the others narrow each way.
        """
        if self.nothing:
            return []
        kind = Q(kind__in=self.kinds) if self.kinds else Q()
        unit = Q(from_unit_id=self.unit) | Q(to_unit_id=self.unit) if self.unit else Q()
        actor = Q(actor_id__in=self.actors) if self.actors and None not in self.actors else Q()
        if self.subjects:
            nobody = Q(actor_id=None) if None in self.actors else Q()
            return [each & kind & unit & actor & nobody for each in _by_type(self.subjects)]
        if self.actors:
            return [Q(actor_id=each) & kind & unit for each in self.actors]
        if self.unit:
            return [Q(from_unit_id=self.unit) & kind, Q(to_unit_id=self.unit) & kind]
        return [Q(kind=each) for each in self.kinds] or [Q()]


def _by_type(subjects: tuple[tuple[str, int], ...]) -> list[Q]:
    numbers: dict[str, list[int]] = {}
    for kind, number in subjects:
        numbers.setdefault(kind, []).append(number)
    return [Q(subject_type=kind, subject_id__in=found) for kind, found in numbers.items()]


class FilterForm(forms.Form):
    """The filters as fields; what makes no sense is said at the field and filters nothing out silently."""

    kind = forms.ChoiceField(label=_("What"), required=False)
    who = forms.CharField(label=_("Who"), required=False, max_length=80)
    about = forms.CharField(label=_("About"), required=False, max_length=80)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__({name: data.get(name, "") for name in ("kind", "who", "about", "unit", *DAYS)})
        units = in_tree_order(list(Unit.objects.all()))
        self.places = {unit.code: unit.pk for unit, _depth in units}
        self.fields["kind"].choices = list(_kinds())  # type: ignore[attr-defined]
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", _("all units")),
            *((unit.code, INDENT * depth + str(unit)) for unit, depth in units),
        ]

    @property
    def given(self) -> dict[str, str]:
        """The filters that are set, as they stand in the address."""
        return {name: str(value) for name, value in self.data.items() if value}

    def wanted(self) -> Wanted:
        """What to look for; nothing at all when a filter cannot be understood."""
        if not self.is_valid():
            return Wanted(nothing=True)
        clean = self.cleaned_data
        subjects = tuple(sorted(chronicle.find(clean["about"].strip()))) if clean["about"].strip() else ()
        actors = _actors(clean["who"].strip())
        missed = (clean["about"].strip() and not subjects) or (clean["who"].strip() and not actors)
        return Wanted(
            kinds=kinds_of(clean["kind"]),
            actors=actors,
            subjects=subjects,
            unit=self.places.get(clean["unit"]),
            since=_midnight(clean["since"]),
            until=_midnight(clean["until"], after=1),
            nothing=bool(missed),
        )


DAYS = ("since", "until")


def kinds_of(text: str) -> tuple[str, ...]:
    """One kind, or all of a chapter when its prefix is given; empty for all."""
    chapter = chronicle.chapter_of(text)
    if chapter is not None and text == chapter.prefix:
        return tuple(chapter.kinds)
    return (text,) if text else ()


def _kinds() -> Iterator[tuple[Any, Any]]:
    yield "", _("everything")
    for chapter in chronicle.chapters():
        kinds = list(chapter.kinds.items())
        everything = (chapter.prefix, _("%(chapter)s: everything") % {"chapter": chapter.label})
        yield str(chapter.label), [everything, *kinds] if len(kinds) > 1 else kinds


def _actors(words: str) -> tuple[int | None, ...]:
    """People by number or exact name, with or without both as the page shows them; ``-`` is the system."""
    if not words:
        return ()
    if words == NOBODY:
        return (None,)
    people = Q(number__iexact=words) | Q(name=words) | Q(name_en__iexact=words) | Q(number=words.split()[0])
    return tuple(Person.objects.filter(people).order_by("pk").values_list("pk", flat=True)[:20])


def _midnight(day: Any, after: int = 0) -> datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=after), time.min))
