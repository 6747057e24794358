"""Forms about people: who they are, leaving, substitutes, roles."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qiao.org.forms.base import PersonField, RevisedForm, UnitField
from qiao.org.models import Calendar, Person, Skill, Substitution
from qiao.org.rules import SKILL_LEVELS, Role


class PersonForm(RevisedForm):
    """Everything about an employee on one page."""

    name = forms.CharField(label=_("Full name"), max_length=80)
    name_en = forms.CharField(label=_("Name in Latin letters"), max_length=80, required=False)
    number = forms.CharField(label=_("Personnel number"), max_length=40)
    unit = UnitField(label=_("Home unit"))
    manager = PersonField(label=_("Manager"), required=False)
    own_calendar = forms.ModelChoiceField(
        Calendar.objects.none(),
        label=_("Shift calendar of their own"),
        required=False,
        empty_label=_("Works as the unit does"),
        help_text=_("For units that work round the clock: the calendar of this person's crew."),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    joined_on = forms.DateField(label=_("Joined on"), required=False, widget=forms.DateInput)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].offer()  # type: ignore[attr-defined]
        calendars: Any = self.fields["own_calendar"]
        calendars.queryset = Calendar.objects.filter(active=True)

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        """A person's values as the form shows them."""
        names = (
            "name",
            "name_en",
            "number",
            "unit",
            "manager",
            "own_calendar",
            "email",
            "phone",
            "joined_on",
            "language",
            "revision",
        )
        return {name: getattr(person, name) for name in names}


class LeaveForm(forms.Form):
    """The last day and who follows."""

    on = forms.DateField(label=_("Last day"), widget=forms.DateInput)
    successor = PersonField(
        label=_("Successor"),
        required=False,
        help_text=_("Takes over what they lead and who reports to them. Needed when they lead a unit."),
    )


class ReturnForm(forms.Form):
    """Where somebody who comes back belongs."""

    unit = UnitField(label=_("Home unit"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].offer()  # type: ignore[attr-defined]


class SubstituteForm(forms.Form):
    """Who stands in, and when."""

    substitute = PersonField(label=_("Who stands in"))
    since = forms.DateTimeField(label=_("From when"), widget=forms.DateTimeInput)
    until = forms.DateTimeField(label=_("Until when"), widget=forms.DateTimeInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=120,
        required=False,
        help_text=_("Everybody can read it: “training” will do."),
    )

    @staticmethod
    def fresh(now: datetime) -> dict[str, Any]:
        """From tomorrow morning for a working week."""
        morning = timezone.localtime(now).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(
            days=1
        )
        return {"since": morning, "until": morning + timedelta(days=4, hours=9)}

    @staticmethod
    def of(row: Substitution) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("substitute", "since", "until", "reason")}


class GrantForm(forms.Form):
    """Who gets a role."""

    person = PersonField(label=_("Person"))
    role = forms.ChoiceField(label=_("Role"), choices=lambda: [(role.value, role.label) for role in Role])

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class SkillForm(forms.Form):
    """What somebody can do, as their leader enters it."""

    skill = forms.ModelChoiceField(Skill.objects.none(), label=_("Skill"))
    level = forms.TypedChoiceField(label=_("Level"), choices=lambda: list(SKILL_LEVELS.items()), coerce=int)
    until = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput,
        help_text=_("The day on which a licence runs out; empty when it does not."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        skills: Any = self.fields["skill"]
        skills.queryset = Skill.objects.filter(active=True)


class NewSkillForm(forms.Form):
    """A skill for the register."""

    code = forms.SlugField(label=_("Code"), max_length=40)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
