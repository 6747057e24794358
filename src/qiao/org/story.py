"""The ledger's events about units, people, positions and calendars, in the reader's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qiao.ledger.chronicle import Change
from qiao.ledger.models import Event
from qiao.ledger.reads import timeline
from qiao.org.models import Person
from qiao.org.rules import Kind, Role

SHOWN = 30

SENTENCES: Mapping[str, Any] = {
    Kind.UNIT_CREATED: gettext_lazy("created it"),
    Kind.UNIT_CHANGED: gettext_lazy("changed it"),
    Kind.UNIT_MOVED: gettext_lazy("moved it from %(before)s to %(after)s"),
    Kind.UNIT_CLOSED: gettext_lazy("closed it"),
    Kind.UNIT_REOPENED: gettext_lazy("opened it again"),
    Kind.LEADER_SET: gettext_lazy("named the leader: %(before)s → %(after)s"),
    Kind.PERSON_CREATED: gettext_lazy("entered them in %(unit)s"),
    Kind.PERSON_CHANGED: gettext_lazy("changed their details"),
    Kind.PERSON_MOVED: gettext_lazy("moved them from %(before)s to %(after)s"),
    Kind.PERSON_LEFT: gettext_lazy("entered that they left, successor %(successor)s"),
    Kind.PERSON_RETURNED: gettext_lazy("entered that they returned to %(unit)s"),
    Kind.POSITION_CREATED: gettext_lazy("created it"),
    Kind.POSITION_CHANGED: gettext_lazy("changed it"),
    Kind.POSITION_CLOSED: gettext_lazy("closed it"),
    Kind.POSITION_REOPENED: gettext_lazy("opened it again"),
    Kind.POSITION_TAKEN: gettext_lazy("gave them the position %(position)s"),
    Kind.POSITION_LEFT: gettext_lazy("ended their position %(position)s"),
    Kind.SUBSTITUTE_SET: gettext_lazy("named %(substitute)s as substitute, %(since)s – %(until)s"),
    Kind.SUBSTITUTE_CHANGED: gettext_lazy("changed the substitute: %(substitute)s, %(since)s – %(until)s"),
    Kind.SUBSTITUTE_ENDED: gettext_lazy("ended that %(substitute)s stands in"),
    Kind.ROLE_GRANTED: gettext_lazy("gave the role %(role)s"),
    Kind.ROLE_REVOKED: gettext_lazy("took the role %(role)s away"),
    Kind.CALENDAR_CREATED: gettext_lazy("created it"),
    Kind.CALENDAR_CHANGED: gettext_lazy("changed it"),
    Kind.CALENDAR_CLOSED: gettext_lazy("closed it"),
    Kind.CALENDAR_REOPENED: gettext_lazy("opened it again"),
    Kind.CALENDAR_DAY_SET: gettext_lazy("entered %(date)s as a day that differs"),
    Kind.CALENDAR_DAY_CLEARED: gettext_lazy("made %(date)s an ordinary day again"),
    Kind.SKILL_GIVEN: gettext_lazy("entered the skill %(skill)s, level %(level)s"),
    Kind.SKILL_TAKEN: gettext_lazy("took the skill %(skill)s away"),
}

FIELDS: Mapping[str, Any] = {
    "name": gettext_lazy("Full name"),
    "name_zh": gettext_lazy("Name in Chinese"),
    "name_en": gettext_lazy("Name in English"),
    "code": gettext_lazy("Code"),
    "number": gettext_lazy("Personnel number"),
    "kind": gettext_lazy("Kind"),
    "order": gettext_lazy("Place among its neighbours"),
    "own_calendar": gettext_lazy("Working calendar"),
    "calendar": gettext_lazy("Working calendar"),
    "unit": gettext_lazy("Unit"),
    "manager": gettext_lazy("Manager"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "joined_on": gettext_lazy("Joined on"),
    "language": gettext_lazy("Language"),
    "definition": gettext_lazy("Shifts and pattern"),
    "follows_holidays": gettext_lazy("Follows public holidays"),
}


@dataclass(frozen=True)
class Line:
    """One event: when, who (the system when nobody), what, and the single changes."""

    at: datetime
    who: str
    what: str
    details: tuple[str, ...] = ()


def story(subject: models.Model) -> list[Line]:
    """The latest events about ``subject``, newest first; two queries."""
    events = timeline(subject)[-SHOWN:][::-1]
    actors = Person.objects.in_bulk({event.actor_id for event in events if event.actor_id})
    system = str(pgettext_lazy("who did it", "The system"))
    return [
        Line(event.at, str(actors.get(event.actor_id or 0, system)), sentence(event), tuple(_details(event)))
        for event in events
    ]


def sentence(event: Event) -> str:
    """What happened, to be read after the name of whoever did it."""
    wording = SENTENCES.get(event.kind)
    if wording is None:
        return event.kind
    words = {name: _word(name, value) for name, value in event.data.items()}
    text = str(wording) % _Dashes(words) if "%" in str(wording) else str(wording)
    return _("%(what)s (by import)") % {"what": text} if event.data.get("imported") else text


def changes(event: Event) -> Iterator[Change]:
    """The single changes of an event; of long definitions only that they changed."""
    for name, (before, after) in event.data.get("changes", {}).items():
        label = str(FIELDS.get(name, name))
        if name == "definition":
            yield Change(label, "", "")
        else:
            yield Change(label, _shown(before), _shown(after))


def _details(event: Event) -> Iterator[str]:
    for change in changes(event):
        pair = f": {change.before} → {change.after}" if change.before or change.after else ""
        yield f"{change.label}{pair}"


def _word(name: str, value: Any) -> str:
    if name == "role" and value in set(Role):
        return str(Role(value).label)
    if name in ("since", "until"):
        at = datetime.fromisoformat(value)
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if timezone.is_aware(at) else str(value)
    return str(value)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "—" if value in (None, "") else str(value)


class _Dashes(dict[str, str]):
    """What an event leaves out, because it had no value, is a dash."""

    def __missing__(self, key: str) -> str:
        return "—"
