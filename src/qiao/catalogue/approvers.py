"""Whom the steps of an approval ask: for one requester, in words, and whether there is anybody at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qiao.catalogue.approval import Compare, Plan, Step, Who, mentioned
from qiao.catalogue.questionnaire import Form
from qiao.catalogue.questions import FieldKind
from qiao.catalogue.rules import Reason
from qiao.ledger.refusals import Refused
from qiao.org.models import Person, Position, Unit
from qiao.org.reads import department_of, leaders_above, leaders_of
from qiao.ui.words import join_names, local


@dataclass(frozen=True)
class Seat:
    """Somebody whom a step asks; ``instead`` of somebody who would have decided about themselves."""

    person: Person
    instead: int | None = None


@dataclass(frozen=True)
class Filled:
    """A step with the people whom it asks of one requester; as many as are ``enough`` of them decide it."""

    step: Step
    seats: list[Seat]
    enough: int

    @property
    def people(self) -> list[Person]:
        return [seat.person for seat in self.seats]


def fill(step: Step, requester: Person, answers: Mapping[str, Any], *, own: Collection[int]) -> Filled:
    """Whom the step asks. Nobody in ``own`` (who asks, and for whom) decides: the next leader up does.

    Refused with the step's name when nobody is left.
    """
    found, above = _asked(step, requester, answers)
    seats = [Seat(person) for person in found if person.pk not in own]
    enough = min(step.enough, max(len(found), 1))
    mine = [person.pk for person in found if person.pk in own]
    if len(seats) < enough:
        there = {seat.person.pk for seat in seats}
        more = [each for each in _above(step, requester, above) if each.pk not in {*own, *there}]
        instead = mine[0] if mine else None
        seats += [Seat(person, instead) for person in more[: enough - len(seats)]]
    if len(seats) < enough:
        raise Refused(Reason.NOBODY_APPROVES, step=name_of(step))
    return Filled(step, seats, enough)


def _asked(step: Step, requester: Person, answers: Mapping[str, Any]) -> tuple[list[Person], int | None]:
    """Whom the step would ask, and the unit above which the next leader is looked for."""
    people = Person.objects.active().select_related("unit__calendar", "own_calendar")
    match step.who:
        case Who.LEADER:
            return leaders_of(requester)[:1], None
        case Who.PAYING | Who.UNIT:
            unit = step.unit if step.who is Who.UNIT else _paying(step, requester, answers)
            return (leaders_above(unit)[:1] if unit else []), unit
        case Who.ROLE:
            position = Position.objects.filter(pk=step.position or 0).first()
            held = people.filter(holdings__position=step.position).order_by("name", "pk")
            return list(held), position.unit_id if position else None
        case Who.PEOPLE:
            return list(people.filter(pk__in=step.people).order_by("name", "pk")), None


def _paying(step: Step, requester: Person, answers: Mapping[str, Any]) -> int:
    """The unit that was named as paying, else the requester's department."""
    named = str(answers.get(step.field, "")) if step.field else ""
    return int(named) if named.isdecimal() else department_of(requester.unit_id)


def _above(step: Step, requester: Person, unit: int | None) -> list[Person]:
    return leaders_above(unit) if unit else leaders_of(requester)


def unfilled(plan: Plan, form: Form) -> list[Refused]:
    """The steps that nobody can fill, or whose condition asks about a question that is not there."""
    return [Refused(Reason.NOBODY_APPROVES, step=name_of(step)) for step in plan.steps if _gap(step, form)]


def _gap(step: Step, form: Form) -> bool:
    if step.when and form.get(step.when.key) is None:
        return True
    match step.who:
        case Who.UNIT:
            return not (step.unit and leaders_above(step.unit))
        case Who.PAYING if step.field:
            field = form.get(step.field)
            return field is None or field.kind is not FieldKind.UNIT
        case Who.ROLE:
            return _active(holdings__position=step.position or 0) < step.enough
        case Who.PEOPLE:
            return not step.people or _active(pk__in=step.people) < step.enough
    return False


def _active(**which: Any) -> int:
    return Person.objects.active().filter(**which).distinct().count()


@dataclass(frozen=True)
class Words:
    """The names that steps mention: at most three queries, none for what is not mentioned."""

    units: Mapping[int, Unit]
    positions: Mapping[int, Position]
    people: Mapping[int, Person]

    @classmethod
    def of(cls, steps: Iterable[Step]) -> Words:
        units, positions, people = mentioned(steps)
        return cls(
            Unit.objects.in_bulk(units) if units else {},
            Position.objects.in_bulk(positions) if positions else {},
            Person.objects.in_bulk(people) if people else {},
        )

    def step(self, step: Step) -> str:
        """Whom it asks: "the head of Purchasing", "2 of Li, Wang and Zhao"."""
        match step.who:
            case Who.LEADER:
                return _("the requester's leader")
            case Who.PAYING:
                return _("the head of the paying unit")
            case Who.UNIT:
                return _("the head of %(unit)s") % {"unit": self.units.get(step.unit or 0, "?")}
            case Who.ROLE:
                return self._some(step, str(self.positions.get(step.position or 0, "?")))
            case Who.PEOPLE:
                names = join_names(str(self.people[pk]) for pk in step.people if pk in self.people)
                return self._some(step, names) if len(step.people) > 1 else names

    @staticmethod
    def _some(step: Step, names: str) -> str:
        return _("%(n)d of %(names)s") % {"n": step.enough, "names": names}

    def whole(self, step: Step, form: Form) -> str:
        """With its condition: "the head of Purchasing, if Amount is at least 5000"."""
        return " ".join(filter(None, [self.step(step), condition_text(step, form)]))


def name_of(step: Step) -> str:
    """Whom one step asks, in words."""
    return Words.of([step]).step(step)


def in_words(plan: Plan, form: Form) -> tuple[str, ...]:
    """Every step with its condition, in order."""
    words = Words.of(plan.steps)
    return tuple(words.whole(step, form) for step in plan.steps)


def condition_text(step: Step, form: Form) -> str:
    """When the step is asked, as one says it; empty for always."""
    if step.when is None:
        return ""
    field = form.get(step.when.key)
    name = local(field, "label") if field else step.when.key
    value = step.when.value
    if field and field.options:
        value = {option.value: local(option, "label") for option in field.options}.get(value, value)
    text = {
        Compare.AT_LEAST: _("(if “%(question)s” is at least %(value)s)"),
        Compare.BELOW: _("(if “%(question)s” is less than %(value)s)"),
        Compare.IS: _("(if “%(question)s” is %(value)s)"),
    }[step.when.compare]
    return text % {"question": name, "value": value}
