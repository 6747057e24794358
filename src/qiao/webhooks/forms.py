"""What is typed about webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qiao.webhooks.models import Webhook
from qiao.webhooks.payload import known_kinds, sendable
from qiao.webhooks.rules import LONGEST_ADDRESS

SHAPE = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Group:
    """The kinds of one package, as the form offers them."""

    prefix: str
    label: str
    whole: bool
    kinds: list[tuple[str, str, bool]]

    @property
    def open(self) -> bool:
        return any(chosen for _kind, _label, chosen in self.kinds)


class WebhookForm(forms.Form):
    """Name, address and kinds; it knows which revision was seen."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("What it is for, as others will read it.")
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Where messages are sent to, beginning with https://."),
    )
    kinds = forms.MultipleChoiceField(label=_("Kinds of events"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(kind, kind) for kind in sorted(known_kinds())]

    @staticmethod
    def of(webhook: Webhook) -> dict[str, Any]:
        """The values of one that exists."""
        return {name: getattr(webhook, name) for name in ("name", "url", "kinds", "revision")}

    def groups(self) -> Iterator[Group]:
        """Every kind with whether it is chosen, by package."""
        chosen = set(self["kinds"].value() or ())
        for chapter in sendable():
            kinds = [(kind, str(label), kind in chosen) for kind, label in chapter.kinds.items()]
            yield Group(chapter.prefix, str(chapter.label), chapter.prefix in chosen, kinds)

    def arguments(self) -> dict[str, Any]:
        """For the action, without the revision."""
        return {name: self.cleaned_data[name] for name in ("name", "url", "kinds")}


class ReplayForm(forms.Form):
    """A stretch of time."""

    since = forms.DateTimeField(
        label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=SHAPE)
    )
    until = forms.DateTimeField(
        label=_("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=SHAPE)
    )

    @staticmethod
    def since_off(webhook: Webhook) -> dict[str, Any]:
        """Since it was switched off or began to fail; else the last day."""
        now = timezone.now()
        start = webhook.off_at or webhook.failing_since or now - timedelta(days=1)
        return {"since": start, "until": now + timedelta(minutes=1)}
