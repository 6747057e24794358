"""Why a rule decided something, as sentences for the story: assigned, re-queued, offered on, shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qiao.catalogue.rules import Priority
from qiao.desk.events import Kind
from qiao.desk.names import Names
from qiao.ledger.models import Event
from qiao.ui.words import by_text, duration_text, either

REASONS: Mapping[str, Any] = {
    # Why a new request went to somebody.
    "round_robin": gettext_lazy("it is their turn"),
    "least_loaded": gettext_lazy("they hold least (%(load)s)"),
    "on_shift": gettext_lazy("of those on shift they hold least (%(load)s)"),
    "skill": gettext_lazy("they have the skill “%(skill)s”, are on shift and hold least of those (%(load)s)"),
    # Why it stayed in the queue.
    "nobody_there": gettext_lazy("nobody is there to whom it could be assigned"),
    "nobody_skilled": gettext_lazy("nobody with the skill “%(skill)s” is on shift"),
    "all_full": gettext_lazy("everybody has as many in progress as the unit allows"),
    # Why what lay there was passed on.
    "not_accepted": gettext_lazy("nobody accepted it within %(waited)s"),
    "off_shift": gettext_lazy("%(gone)s is off shift until %(back)s, and it is due before"),
    "absent": gettext_lazy("%(gone)s is away"),
    "left": gettext_lazy("%(gone)s is no longer active"),
    # Why it was escalated.
    "time": gettext_lazy("%(n)s %% of the promised time is used up"),
    "returned": gettext_lazy("hand-offs of it came back %(n)s times"),
    "reopened": gettext_lazy("it was reopened %(n)s times"),
    "back": gettext_lazy("%(gone)s is there again"),
}


def reason(event: Event, names: Names) -> str:
    """The reason that an event carries, in words; empty when there is none."""
    text = REASONS.get(event.data.get("because", ""))
    return str(text) % _words(event, names) if text else ""


def with_reason(told: str, event: Event, names: Names) -> str:
    """A sentence with its reason, if it has one."""
    because = reason(event, names)
    return _("%(told)s: %(because)s") % {"told": told, "because": because} if because else told


def raised(told: str, event: Event, names: Names) -> str:
    """Who got a new request by which rule, or why nobody did, after the sentence that it was raised."""
    because = reason(event, names)
    if not because:
        return told
    person = event.data.get("assigned_to")
    text = _("assigned to %(person)s: %(because)s") if person else _("it waits in the queue: %(because)s")
    added = text % {"person": names.person(person), "because": because}
    return pgettext("between clauses", ", ").join([told, added])


def reprioritised(event: Event, names: Names) -> str:
    """Both priorities, and until when it is promised now."""
    changes = event.data.get("changes", {})
    was, now = changes.get("priority", ("normal", "normal"))
    told = _("changed the priority from %(was)s to %(now)s") % {
        "was": Priority(was).label,
        "now": Priority(now).label,
    }
    promised = parse_datetime((changes.get("promised_at") or ("", ""))[1] or "")
    if promised is None:
        return told
    moved = _("promise moved to %(time)s") % {"time": by_text(promised)}
    return pgettext("between clauses", ", ").join([told, moved])


def and_beyond(told: str, event: Event) -> str:
    """Accepting, also beyond the limit."""
    if not event.data.get("beyond"):
        return told
    beyond = _("more than the %(most)s in progress that the unit allows") % {"most": event.data["beyond"]}
    return pgettext("between clauses", ", ").join([told, beyond])


def _unattended(event: Event, names: Names) -> str:
    leader = event.data.get("leader")
    told = _("found that nobody looks after it")
    if leader:
        told = _("found that nobody looks after it, and shows it to %(leader)s") % {
            "leader": names.person(leader)
        }
    return with_reason(told, event, names)


def _requeued(event: Event, names: Names) -> str:
    told = _("put it back into the queue of %(unit)s") % {"unit": names.unit(event.to_unit_id)}
    return with_reason(told, event, names)


TELLERS: Mapping[str, Callable[[Event, Names], str]] = {
    Kind.REPRIORITISED: reprioritised,
    Kind.ACCEPTED: lambda e, n: and_beyond(_("accepted it and answers for it from now on"), e),
    Kind.UNATTENDED: _unattended,
    Kind.REQUEUED: _requeued,
    Kind.ESCALATED: lambda e, n: with_reason(
        _("told %(person)s") % {"person": n.person(e.data.get("person"))}, e, n
    ),
    Kind.ATTENDED: lambda e, n: with_reason(_("found that it is looked after again"), e, n),
}
ICONS: Mapping[str, str] = {
    Kind.ESCALATED: "bell",
    Kind.REPRIORITISED: "clock",
    Kind.UNATTENDED: "bell",
    Kind.REQUEUED: "undo",
    Kind.ATTENDED: "check",
}


class _Dashes(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


def _words(event: Event, names: Names) -> Mapping[str, str]:
    data = event.data
    words = _Dashes(load=str(data.get("load", "—")), n=str(data.get("n", "—")))
    if data.get("gone"):
        words["gone"] = names.person(data["gone"])
    if data.get("skill"):
        words["skill"] = either(*data["skill"])
    if back := parse_datetime(data.get("back", "")):
        words["back"] = by_text(back)
    if data.get("waited"):
        words["waited"] = duration_text(data["waited"])
    return words
