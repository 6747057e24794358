"""What the story of a request says of others, and of its checklist: of others only to who may see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qiao.desk.events import Kind
from qiao.desk.models import Request
from qiao.desk.names import Names
from qiao.desk.rules import LinkKind
from qiao.ledger.models import Event
from qiao.org.rules import Scope
from qiao.ui.words import either

# What is told of a duplicate in the story of the request that it was merged into.
BROUGHT_ALONG = (Kind.RAISED, Kind.COMMENTED, Kind.ATTACHED)


def readable(events: Sequence[Event], names: Names, scope: Scope) -> tuple[list[Event], Names]:
    """The events without those about requests that the reader may not see, and the numbers of the others.

    That there is another request is left out as well, not just its number. One query, if any speaks of one.
    """
    spoken = {event.data.get(key) for event in events for key in ("other", "part_of")} - {None}
    if not spoken:
        return list(events), names
    seen = dict(Request.objects.visible_to(scope).filter(pk__in=spoken).values_list("pk", "number"))
    kept = [event for event in events if event.data.get("other") is None or event.data["other"] in seen]
    return kept, replace(names, requests=seen)


def unreadable(request: Request, scope: Scope) -> set[int]:
    """The events of a request that speak of another which the reader may not see; for lists by page."""
    about = Event.objects.about(request).filter(data__has_key="other")
    spoken = {event.pk: event.data["other"] for event in about}
    if not spoken:
        return set()
    others = Request.objects.visible_to(scope).filter(pk__in=set(spoken.values()))
    seen = set(others.values_list("pk", flat=True))
    return {pk for pk, other in spoken.items() if other not in seen}


def _linked(event: Event, names: Names) -> str:
    return _("linked it: it %(verb)s %(number)s") % _link(event, names)


def _unlinked(event: Event, names: Names) -> str:
    return _("took back that it %(verb)s %(number)s") % _link(event, names)


def _link(event: Event, names: Names) -> dict[str, Any]:
    kind = LinkKind(event.data["link"])
    verb = kind.inverse if event.data.get("inverse") else kind.label
    return {"verb": verb, "number": names.request(event.data.get("other"))}


def _part(event: Event, names: Names) -> str:
    return _("asked %(unit)s for a part of it: %(number)s") % {
        "unit": names.unit(event.to_unit_id),
        "number": names.request(event.data.get("other")),
    }


def _number(text: Any) -> Callable[[Event, Names], str]:
    """A sentence with the number of the other request."""
    return lambda event, names: (
        str(text())
        % {
            "number": event.data.get("number") or names.request(event.data.get("other")),
            "person": names.person(event.data.get("person")),
        }
    )


def _took_in(event: Event, names: Names) -> str:
    """With those who watched or wrote there, and are told here from now on."""
    told = _("merged the duplicate %(number)s into it") % {"number": event.data.get("number", "")}
    watchers = [names.person(each) for each in event.data.get("watchers", ())]
    if not watchers:
        return told
    people = pgettext("between names", ", ").join(watchers)
    along = ngettext(
        "%(people)s followed that one and is told of this one from now on",
        "%(people)s followed that one and are told of this one from now on",
        len(watchers),
    ) % {"people": people}
    return pgettext("between clauses", ", ").join([told, along])


def _item(text: Any) -> Callable[[Event, Names], str]:
    """A sentence with an item of the checklist, in the reader's language."""
    return lambda event, names: (
        str(text()) % {"item": either(event.data.get("text_zh", ""), event.data.get("text_en", ""))}
    )


def _scheduled(event: Event, names: Names) -> str:
    told = _("raised it by the schedule “%(schedule)s”") % {"schedule": event.data.get("schedule", "")}
    missed = event.data.get("missed", 0)
    if not missed:
        return told
    left_out = ngettext(
        "%(n)d earlier occurrence was left out, because nothing ran then",
        "%(n)d earlier occurrences were left out, because nothing ran then",
        missed,
    ) % {"n": missed}
    return pgettext("between clauses", ", ").join([told, left_out])


def withdrawn(event: Event, names: Names) -> str:
    """Taken back by its customer, or with the request above."""
    if event.data.get("with_above"):
        return _("withdrew it, because the request that it was for is over")
    return _("withdrew it")


def part_of(told: str, event: Event, names: Names) -> str:
    """For which request it was asked, after the sentence that it was raised."""
    parent = event.data.get("part_of")
    if parent not in names.requests:
        return told
    return pgettext("between clauses", ", ").join(
        [told, _("for %(number)s") % {"number": names.request(parent)}]
    )


TELLERS: Mapping[str, Callable[[Event, Names], str]] = {
    Kind.LINKED: _linked,
    Kind.UNLINKED: _unlinked,
    Kind.PART_RAISED: _part,
    Kind.MERGED: _number(lambda: _("merged it into %(number)s, where it goes on")),
    Kind.TOOK_IN: _took_in,
    Kind.SEPARATED: _number(lambda: _("separated it from %(number)s again: it waits to be accepted")),
    Kind.LET_GO: _number(lambda: _("separated %(number)s from it again")),
    Kind.ABOVE_OVER: _number(
        lambda: _("ended %(number)s, for which this was asked: whoever asked decides whether it goes on")
    ),
    Kind.ABOVE_MOVED: _number(lambda: _("took on %(number)s: this is for %(person)s from now on")),
    Kind.ITEM_ADDED: _item(lambda: _("added “%(item)s” to the checklist")),
    Kind.ITEM_REMOVED: _item(lambda: _("took “%(item)s” off the checklist")),
    Kind.ITEM_CHECKED: _item(lambda: _("ticked off “%(item)s”")),
    Kind.ITEM_UNCHECKED: _item(lambda: _("took back the tick at “%(item)s”")),
    Kind.SCHEDULED: _scheduled,
    Kind.WITHDRAWN: withdrawn,
}
ICONS: Mapping[str, str] = {
    Kind.LINKED: "link",
    Kind.UNLINKED: "link",
    Kind.PART_RAISED: "flag",
    Kind.MERGED: "swap",
    Kind.TOOK_IN: "swap",
    Kind.SEPARATED: "undo",
    Kind.LET_GO: "undo",
    Kind.ABOVE_OVER: "bell",
    Kind.ABOVE_MOVED: "me",
    Kind.ITEM_ADDED: "plus",
    Kind.ITEM_REMOVED: "x",
    Kind.ITEM_CHECKED: "check",
    Kind.ITEM_UNCHECKED: "undo",
    Kind.SCHEDULED: "clock",
}
