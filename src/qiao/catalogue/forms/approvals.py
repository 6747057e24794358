"""The form for a draft's approvals: its steps, and a few empty ones for more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qiao.catalogue.approval import HOUR, MOST_STEPS, Compare, Condition, Plan, Step, Who
from qiao.catalogue.forms.keeping import Revised
from qiao.catalogue.picking import PEOPLE, UNITS, PickField
from qiao.catalogue.questionnaire import Form
from qiao.catalogue.questions import FieldKind
from qiao.org.models import Person, Position, Unit
from qiao.ui.words import local

EMPTY = 2


@dataclass(frozen=True)
class Row:
    """The fields of one step."""

    number: int
    who: forms.BoundField
    details: list[forms.BoundField]
    condition: list[forms.BoundField]
    beside: forms.BoundField | None


class ApprovalsForm(Revised):
    """A step is taken away by choosing nobody; the order is that of the steps."""

    remind = forms.FloatField(
        label=_("Remind after (hours of working time)"), min_value=0.5, max_value=40, required=False
    )
    escalate = forms.FloatField(
        label=_("Ask the next leader after (hours of working time)"),
        min_value=0.5,
        max_value=80,
        required=False,
        help_text=_("Counted when whoever is asked is at work."),
    )

    def __init__(self, data: Any = None, *, plan: Plan, form: Form, revision: int) -> None:
        self.size = min(len(plan.steps) + EMPTY, MOST_STEPS)
        self.form, self.plan = form, plan
        initial: dict[str, Any] = {
            "revision": revision,
            "remind": plan.remind / HOUR,
            "escalate": plan.escalate / HOUR,
        }
        units = Unit.objects.in_bulk([step.unit for step in plan.steps if step.unit])
        people = Person.objects.in_bulk([pk for step in plan.steps for pk in step.people])
        for n, step in enumerate(plan.steps):
            initial |= {f"{name}_{n}": value for name, value in _initial(step, units, people).items()}
        super().__init__(data, initial=initial)
        positions = [("", "—"), *((str(each.pk), str(each)) for each in Position.objects.filter(active=True))]
        for n in range(self.size):
            self._add(n, positions)

    def _add(self, n: int, positions: list[tuple[str, str]]) -> None:
        """Whom it asks; then only what that kind needs; then when."""
        fields = self.fields
        whom = [("", _now("Nobody: no such step")), *((each.value, each.label) for each in Who)]
        fields[f"who_{n}"] = forms.ChoiceField(label=_("Who approves"), choices=whom, required=False)
        asked = self._questions(FieldKind.UNIT)
        asked = [("", _now("The requester's department")), *asked]
        fields[f"field_{n}"] = forms.ChoiceField(label=_("Which unit pays"), choices=asked, required=False)
        fields[f"unit_{n}"] = PickField(UNITS, label=_("Unit"), required=False)
        fields[f"position_{n}"] = forms.ChoiceField(label=_("Position"), choices=positions, required=False)
        fields[f"people_{n}"] = forms.CharField(
            label=_("People"),
            required=False,
            max_length=400,
            help_text=_("Names or personnel numbers, one after the other with commas."),
        )
        fields[f"enough_{n}"] = forms.IntegerField(
            label=_("How many of them suffice"), min_value=1, max_value=20, required=False
        )
        self._add_condition(n)
        for name, who in (("field", "paying"), ("unit", "unit"), ("position", "role"), ("people", "people")):
            self._only_for(f"{name}_{n}", n, who)
        self._only_for(f"enough_{n}", n, "role|people")

    def _add_condition(self, n: int) -> None:
        keys = [("", _now("Always")), *self._questions(FieldKind.NUMBER, FieldKind.CHOICE)]
        self.fields[f"key_{n}"] = forms.ChoiceField(label=_("Only if"), choices=keys, required=False)
        self.fields[f"compare_{n}"] = forms.ChoiceField(
            label=_("compares"), choices=[(each.value, each.label) for each in Compare], required=False
        )
        self.fields[f"value_{n}"] = forms.CharField(
            label=_("with"), max_length=40, required=False, help_text=_("A number, or one of the options.")
        )
        if n:
            self.fields[f"beside_{n}"] = forms.BooleanField(
                label=_("At the same time as the step before"), required=False
            )

    def _only_for(self, name: str, n: int, who: str) -> None:
        self.fields[name].widget.attrs |= {"data-when-field": f"who_{n}", "data-when-value": who}

    def _questions(self, *kinds: FieldKind) -> list[tuple[str, str]]:
        return [(field.key, local(field, "label")) for field in self.form.fields if field.kind in kinds]

    def rows(self) -> Iterator[Row]:
        """The fields of every step, in order."""
        for n in range(self.size):
            yield Row(
                n + 1,
                self[f"who_{n}"],
                [self[f"{name}_{n}"] for name in ("field", "unit", "position", "people", "enough")],
                [self[f"{name}_{n}"] for name in ("key", "compare", "value")],
                self[f"beside_{n}"] if n else None,
            )

    def clean(self) -> dict[str, Any]:
        """Reads each step; what is missing in one is said at its field."""
        data = self.cleaned_data
        steps = [self._step(n) for n in range(self.size) if data.get(f"who_{n}")]
        if not self.errors:
            remind = round((data.get("remind") or self.plan.remind / HOUR) * HOUR)
            escalate = round((data.get("escalate") or self.plan.escalate / HOUR) * HOUR)
            data["plan"] = Plan(tuple(step for step in steps if step), remind, escalate)
        return data

    def _step(self, n: int) -> Step | None:
        data, who = self.cleaned_data, Who(self.cleaned_data[f"who_{n}"])
        people = self._people(n) if who is Who.PEOPLE else ()
        enough = (data.get(f"enough_{n}") or 1) if who in {Who.ROLE, Who.PEOPLE} else 1
        needed = {Who.UNIT: f"unit_{n}", Who.ROLE: f"position_{n}", Who.PEOPLE: f"people_{n}"}.get(who)
        if needed and not data.get(needed) and needed not in self.errors:
            self.add_error(needed, _now("Say who."))
        if who is Who.PEOPLE and people and enough > len(people):
            self.add_error(f"enough_{n}", _now("More than there are."))
        unit = data.get(f"unit_{n}")
        return Step(
            who,
            unit=unit.pk if unit and who is Who.UNIT else None,
            field=data.get(f"field_{n}", "") if who is Who.PAYING else "",
            position=int(data.get(f"position_{n}") or 0) or None if who is Who.ROLE else None,
            people=people,
            enough=enough,
            when=self._condition(n),
            beside=bool(data.get(f"beside_{n}")),
        )

    def _people(self, n: int) -> tuple[int, ...]:
        names = [part.strip() for part in re.split(r"[,，、;；\n]", self.cleaned_data.get(f"people_{n}", ""))]
        try:
            return tuple(dict.fromkeys(PEOPLE.find(name).pk for name in names if name))
        except ValidationError as error:
            self.add_error(f"people_{n}", error)
            return ()

    def _condition(self, n: int) -> Condition | None:
        data = self.cleaned_data
        key, value = data.get(f"key_{n}", ""), data.get(f"value_{n}", "").strip()
        if not key:
            return None
        compare, field = Compare(data.get(f"compare_{n}") or Compare.AT_LEAST), self.form.get(key)
        options = {local(each, "label"): each.value for each in field.options} if field else {}
        value = options.get(value, value)
        wrong = compare is not Compare.IS and not re.fullmatch(r"\d[\d,]*(\.\d+)?", value)
        if not value or wrong or (options and compare is Compare.IS and value not in options.values()):
            self.add_error(f"value_{n}", _now("Say with what: a number, or one of the options."))
        return Condition(key, compare, value.replace(",", "") if compare is not Compare.IS else value)


def _initial(step: Step, units: Mapping[int, Unit], people: Mapping[int, Person]) -> dict[str, Any]:
    when = step.when
    return {
        "who": step.who.value,
        "field": step.field,
        "unit": units.get(step.unit or 0),
        "position": str(step.position or ""),
        "people": ", ".join(PEOPLE.written(people[pk]) for pk in step.people if pk in people),
        "enough": step.enough,
        "key": when.key if when else "",
        "compare": when.compare.value if when else "",
        "value": when.value if when else "",
        "beside": step.beside,
    }
