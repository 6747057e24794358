"""What people fill in: parties, terms service by service, a reason, a signature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.agreements import reads
from qiao.agreements.terms import LONGEST_TEXT, MOST_CONTACTS, Contact, Promise, Terms
from qiao.catalogue.models import Service, ServiceVersion
from qiao.catalogue.picking import PEOPLE, UNITS, PickField
from qiao.catalogue.rules import DefinitionError, Priority
from qiao.catalogue.targets import seconds_of, working_day, written
from qiao.org.models import Unit
from qiao.org.rules import Scope

OUT, IN, EXCLUDED = "out", "in", "excluded"
COVERS = (
    (OUT, pgettext_lazy("service in an agreement", "not mentioned")),
    (IN, pgettext_lazy("service in an agreement", "covered")),
    (EXCLUDED, pgettext_lazy("service in an agreement", "excluded")),
)
CONTACTS = 3  # at least so many rows, and always one that is free


class PartiesForm(forms.Form):
    """Who promises, and to whom first of all."""

    provider = forms.ModelChoiceField(Unit.objects.none(), label=_("Who provides"), to_field_name="code")
    customer: PickField[Unit] = PickField(
        UNITS,
        label=_("For which unit"),
        help_text=_("It holds for everything below it too. More units can be added."),
    )

    def __init__(self, data: Any = None, *, scope: Scope, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        choose: Any = self.fields["provider"]
        choose.queryset = reads.providers(scope)


class TermsForm(forms.Form):
    """Everything that is agreed on. A target that is left empty is promised as the catalogue does."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    priorities = forms.CharField(
        label=_("What is urgent"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What both sides mean by “line stopped” and by “high”."),
    )
    exclusions = forms.CharField(
        label=_("Exclusions"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3})
    )
    duties = forms.CharField(
        label=_("Duties of the customer"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One on each line: what the customer does so that the promise can be kept."),
    )
    valid_from = forms.DateField(label=_("First day"))
    valid_until = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it.")
    )
    review_on = forms.DateField(
        label=_("Reviewed on"), help_text=_("Both heads are reminded two weeks before.")
    )
    note = forms.CharField(
        label=_("What the other side should know about this proposal"), required=False, max_length=500
    )

    def __init__(
        self,
        data: Any = None,
        *,
        services: Sequence[Service],
        customers: Sequence[Unit],
        terms: Terms | None = None,
        initial: Any = None,
    ) -> None:
        self.services, self.terms_before = services, terms
        began = _initial(terms, services) if terms else {}
        super().__init__(data, initial={**began, **(initial or {})})
        units: Any = forms.ModelMultipleChoiceField(
            Unit.objects.filter(pk__in=[unit.pk for unit in customers]),
            label=_("For which units"),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=[unit.pk for unit in customers],
        )
        self.fields["customers"] = units
        self.fields["add"] = PickField(UNITS, label=_("Add a unit"), required=False)
        for service in services:
            self._add_service(service)
        known = len(terms.contacts) if terms else 0
        self.rows_of_contacts = range(min(max(CONTACTS, known + 1), MOST_CONTACTS))
        for nth in self.rows_of_contacts:
            self._add_contact(nth)

    def _add_service(self, service: Service) -> None:
        self.fields[f"cover_{service.pk}"] = forms.ChoiceField(
            label=str(service), choices=COVERS, initial=OUT, required=False, widget=forms.RadioSelect
        )
        version, day = _version(service), _day(service)
        for priority in Priority:
            usual = version.target(priority)
            names = (("respond", _now("Answer within")), ("complete", _now("Done within")))
            for place, (name, label) in enumerate(names):
                self.fields[f"{name}_{service.pk}_{priority.value}"] = forms.CharField(
                    label=f"{label} ({priority.label})",
                    max_length=40,
                    required=False,
                    widget=forms.TextInput({"placeholder": written(usual[place], day)}),
                )
        self.fields[f"note_{service.pk}"] = forms.CharField(label=_("Remark"), required=False, max_length=500)

    def _add_contact(self, nth: int) -> None:
        self.fields[f"contact_{nth}"] = PickField(PEOPLE, label=_("Whom to call"), required=False)
        self.fields[f"when_{nth}"] = forms.CharField(
            label=pgettext_lazy("whom to call", "When"), required=False, max_length=120
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The services with their fields, for the page."""
        return [
            {
                "service": service,
                "cover": self[f"cover_{service.pk}"],
                "note": self[f"note_{service.pk}"],
                "open": self._covered(service),
                "targets": [
                    (
                        priority.label,
                        self[f"respond_{service.pk}_{priority.value}"],
                        self[f"complete_{service.pk}_{priority.value}"],
                    )
                    for priority in Priority
                ],
            }
            for service in self.services
        ]

    @property
    def contacts(self) -> list[tuple[Any, Any]]:
        """The pairs of fields for whom to call and when."""
        return [(self[f"contact_{nth}"], self[f"when_{nth}"]) for nth in self.rows_of_contacts]

    def _covered(self, service: Service) -> bool:
        return bool(self[f"cover_{service.pk}"].value() == IN)

    def clean(self) -> dict[str, Any]:
        """Reads the durations in the working day of each service's calendar."""
        data = super().clean() or {}
        data["promises"] = [
            Promise(service.pk, self._targets(service), data.get(f"note_{service.pk}", "").strip())
            for service in self.services
            if data.get(f"cover_{service.pk}") == IN
        ]
        return data

    def _targets(self, service: Service) -> dict[str, tuple[int, int]]:
        found = {}
        for priority in Priority:
            names = [f"{name}_{service.pk}_{priority.value}" for name in ("respond", "complete")]
            texts = [self.cleaned_data.get(name, "").strip() for name in names]
            if not any(texts):
                continue
            usual = _version(service).target(priority)
            pair = [self._seconds(*each, _day(service)) for each in zip(names, texts, usual, strict=True)]
            if not 0 < pair[0] <= pair[1]:
                self.add_error(names[0], _now("It must be more than nothing and not after completion."))
            found[priority.value] = (pair[0], pair[1])
        return found

    def _seconds(self, name: str, text: str, usual: int, day: int) -> int:
        """One that is left empty beside the other stays the catalogue's."""
        try:
            return seconds_of(text, day) if text else usual
        except DefinitionError as error:
            self.add_error(name, str(error))
            return 1

    def knows(self, revision: int) -> None:
        """The page shows what the other one did, so that saving again wins knowingly."""
        sent: Any = self.data
        self.data = sent.copy()
        self.data["revision"] = str(revision)  # type: ignore[index]  # a copy may be changed

    def terms(self) -> Terms:
        """What was filled in; call it only on a valid form."""
        data = self.cleaned_data
        added = [data["add"]] if data.get("add") else []
        people = [(data.get(f"contact_{nth}"), data.get(f"when_{nth}", "")) for nth in self.rows_of_contacts]
        return Terms(
            customers=tuple(dict.fromkeys(unit.pk for unit in [*data["customers"], *added])),
            promises=tuple(data["promises"]),
            valid_from=data["valid_from"],
            valid_until=data["valid_until"],
            review_on=data["review_on"],
            priorities=_plain(data["priorities"]),
            excluded=tuple(each.pk for each in self.services if data.get(f"cover_{each.pk}") == EXCLUDED),
            exclusions=_plain(data["exclusions"]),
            duties=_plain(data["duties"]),
            contacts=tuple(Contact(person.pk, when.strip()) for person, when in people if person),
        )


def _plain(text: str) -> str:
    """Lines end the same whatever the browser sends: otherwise every form would be a change."""
    return "\n".join(text.split("\r\n")).strip()


def _version(service: Service) -> ServiceVersion:
    if service.version is None:  # only services with one are offered here
        raise ValueError(service.code)
    return service.version


def _day(service: Service) -> int:
    return working_day(_version(service).counts_on(service).definition)


def _initial(terms: Terms, services: Sequence[Service]) -> dict[str, Any]:
    began: dict[str, Any] = {
        name: getattr(terms, name)
        for name in ("priorities", "exclusions", "duties", "valid_from", "valid_until", "review_on")
    }
    began |= {f"cover_{key}": EXCLUDED for key in terms.excluded}
    days = {service.pk: _day(service) for service in services}
    for promise in terms.promises:
        if promise.service not in days:
            continue
        began |= {f"cover_{promise.service}": IN, f"note_{promise.service}": promise.note}
        for key, pair in promise.targets.items():
            for name, seconds in zip(("respond", "complete"), pair, strict=True):
                began[f"{name}_{promise.service}_{key}"] = written(seconds, days[promise.service])
    people = reads.contacts(terms)
    for nth, contact in enumerate(terms.contacts):
        person = people.get(contact.person)
        began |= {f"contact_{nth}": person and PEOPLE.written(person), f"when_{nth}": contact.when}
    return began


def beginning(today: date) -> dict[str, date]:
    """A first day and a review that make sense for a new one."""
    return {"valid_from": today, "review_on": today + timedelta(days=182)}


class WordForm(forms.Form):
    """One comment on a clause."""

    body = forms.CharField(label=_("Comment"), max_length=2000, widget=forms.Textarea({"rows": 2}))


class ReasonForm(forms.Form):
    """Why."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))


class EndForm(ReasonForm):
    """Why and from when."""

    last_day = forms.DateField(label=_("Last day"), required=False, help_text=_("Empty: it ends at once."))


class ReviewForm(ReasonForm):
    """What one found."""

    next_on = forms.DateField(label=_("Next review on"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].label = _now("What did you find?")


class SignForm(forms.Form):
    """Signing says which words one has read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("I have read these words and agree to them for my unit."),
        error_messages={"required": _("Tick this to sign.")},
    )
