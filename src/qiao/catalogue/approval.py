"""Who has to approve a request of a service before anybody provides it, as a version keeps it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

MOST_STEPS = 8
HOUR = 3600
# Working time after which whoever has not answered is reminded, and after which the next leader is asked.
REMIND, ESCALATE = 4 * HOUR, 8 * HOUR


class Who(StrEnum):
    """Whom a step asks."""

    LEADER = "leader"
    PAYING = "paying"
    UNIT = "unit"
    ROLE = "role"
    PEOPLE = "people"

    @property
    def label(self) -> Any:
        return WHO_LABELS[self]


WHO_LABELS: Mapping[Who, Any] = {
    Who.LEADER: _("The requester's leader"),
    Who.PAYING: _("The head of the paying unit"),
    Who.UNIT: _("The head of a certain unit"),
    Who.ROLE: _("Whoever holds a position"),
    Who.PEOPLE: _("People by name"),
}


class Compare(StrEnum):
    """How an answer is compared with the value of a condition."""

    AT_LEAST = "at_least"
    BELOW = "below"
    IS = "is"

    @property
    def label(self) -> Any:
        return COMPARE_LABELS[self]


COMPARE_LABELS: Mapping[Compare, Any] = {
    Compare.AT_LEAST: _("is at least"),
    Compare.BELOW: _("is less than"),
    Compare.IS: _("is"),
}


@dataclass(frozen=True)
class Condition:
    """A step is asked only when the answer to the question ``key`` compares like this with ``value``."""

    key: str
    compare: Compare
    value: str

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether it does; an amount that was not given is no reason to leave a step out."""
        given = answers.get(self.key)
        if self.compare is Compare.IS:
            return str(given) == self.value
        amount, limit = _number(given), _number(self.value)
        if amount is None or limit is None:
            return True
        return amount >= limit if self.compare is Compare.AT_LEAST else amount < limit


@dataclass(frozen=True)
class Step:
    """One step: whom it asks, how many of them suffice, when, and whether beside the step before it.

    ``field``: the question (of kind unit) that names the paying unit; empty: the requester's department.
    """

    who: Who
    unit: int | None = None
    field: str = ""
    position: int | None = None
    people: tuple[int, ...] = ()
    enough: int = 1
    when: Condition | None = None
    beside: bool = False

    def dump(self) -> dict[str, Any]:
        """As JSON; what says nothing is left out."""
        when = self.when and {
            "key": self.when.key,
            "compare": self.when.compare.value,
            "value": self.when.value,
        }
        given = {
            "unit": self.unit,
            "field": self.field,
            "position": self.position,
            "people": list(self.people),
            "enough": self.enough if self.enough > 1 else None,
            "when": when,
            "beside": self.beside or None,
        }
        return {"who": self.who.value, **{name: value for name, value in given.items() if value}}

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Step:
        """From its stored form."""
        when = data.get("when")
        return cls(
            Who(data["who"]),
            unit=data.get("unit"),
            field=str(data.get("field", "")),
            position=data.get("position"),
            people=tuple(data.get("people", ())),
            enough=int(data.get("enough", 1)),
            when=Condition(when["key"], Compare(when["compare"]), str(when["value"])) if when else None,
            beside=bool(data.get("beside")),
        )


@dataclass(frozen=True)
class Plan:
    """All steps in order. ``remind`` and ``escalate`` are working seconds on the approver's calendar."""

    steps: tuple[Step, ...] = ()
    remind: int = REMIND
    escalate: int = ESCALATE

    def __bool__(self) -> bool:
        return bool(self.steps)

    def stages(self, answers: Mapping[str, Any]) -> list[list[Step]]:
        """The steps that these answers ask for: one stage after the other, those of a stage at the same time.

        A step beside one that is left out stands beside the one before that.
        """
        found: list[list[Step]] = []
        for step in self.steps:
            if step.when and not step.when.holds(answers):
                continue
            if step.beside and found:
                found[-1].append(step)
            else:
                found.append([step])
        return found


def parse(data: Any) -> Plan:
    """The plan as it is stored; steps that cannot be read are left out."""
    if not isinstance(data, Mapping):
        return Plan()
    rows = data.get("steps", ())
    steps = tuple(Step.parse(row) for row in rows if isinstance(row, Mapping) and row.get("who") in set(Who))
    return Plan(steps, int(data.get("remind", REMIND)), int(data.get("escalate", ESCALATE)))


def dump(plan: Plan) -> dict[str, Any]:
    """As JSON; nothing at all without steps."""
    if not plan.steps:
        return {}
    steps = [step.dump() for step in plan.steps[:MOST_STEPS]]
    return {"steps": steps, "remind": plan.remind, "escalate": plan.escalate}


def mentioned(steps: Iterable[Step]) -> tuple[set[int], set[int], set[int]]:
    """The units, positions and people that steps name."""
    steps = list(steps)
    return (
        {step.unit for step in steps if step.unit},
        {step.position for step in steps if step.position},
        {person for step in steps for person in step.people},
    )


def _number(value: Any) -> float | None:
    try:
        return float(str(value).replace(",", ""))
    except ValueError:
        return None
