"""The story of a request: its events from the ledger, told as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiao.desk import approval_words, because, others
from qiao.desk.events import Kind
from qiao.desk.mentions import linked
from qiao.desk.models import Attachment, Comment, Request
from qiao.desk.names import Names
from qiao.desk.rules import PauseKind, RefusalKind
from qiao.ledger.models import Event
from qiao.org.models import Person
from qiao.statements import Question
from qiao.ui.words import by_text, duration_text

SAID = Question(lambda request: Comment.objects.filter(request=request))


@dataclass(frozen=True)
class Item:
    """One step: who did what, and what they said with it."""

    at: datetime
    who: str
    what: str
    icon: str
    said: str = ""
    spoken: bool = False
    internal: bool = False
    is_me: bool = False
    files: list[Attachment] = field(default_factory=list)
    # Of the duplicate on which it happened, when it was not this request.
    number: str = ""

    def same_moment(self, other: Item) -> bool:
        """Whether somebody did both with one press of a button."""
        mine, theirs = (self.at, self.who, self.internal), (other.at, other.who, other.internal)
        return mine == theirs


def tell(
    request: Request,
    events: Iterable[Event],
    names: Names,
    *,
    viewer: Person,
    provider: bool,
    merged: Mapping[int, Request] | None = None,
) -> list[Item]:
    """The story, newest first, as ``viewer`` may read it; with what was said on merged duplicates."""
    events = [
        event for event in events if event.kind not in UNTOLD and (provider or not event.data.get("internal"))
    ]
    events, names = others.readable(events, names, viewer.scope)
    family = {request.pk: request, **(merged or {})}
    kinds = {event.kind for event in events}
    comments = _comments(family) if Kind.COMMENTED in kinds else {}
    attached = Attachment.objects.filter(request__in=family).select_related("blob")
    files = attached.in_bulk() if Kind.ATTACHED in kinds else {}
    told = [_item(event, family, names, comments, files, viewer) for event in events]
    return _together(told)[::-1]


def _comments(family: Iterable[int]) -> dict[int, Comment]:
    return {each.pk: each for request in family for each in SAID.all(request)}


def _together(told: Iterable[Item]) -> list[Item]:
    """Files that came with words, or with each other, stand with them: one step, not five."""
    found: list[Item] = []
    for item in told:
        last = found[-1] if found else None
        if last and item.files and not item.said and last.spoken and item.same_moment(last):
            found[-1] = replace(last, files=[*last.files, *item.files])
        else:
            found.append(item)
    return found


def changes_since(request: Request, revision: int) -> list[str]:
    """What others did since somebody looked, as sentences, for whoever came second."""
    events = [event for event in Event.objects.about(request) if event.data.get("revision", 0) > revision]
    names = Names.of(events)
    return [
        f"{names.person(event.actor_id)} {sentence(event, names)}"
        for event in events
        if event.kind not in UNTOLD and not event.data.get("internal") and not event.data.get("other")
    ]


def _item(
    event: Event,
    family: Mapping[int, Request],
    names: Names,
    comments: Mapping[int, Comment],
    files: Mapping[int, Attachment],
    viewer: Person,
) -> Item:
    said = event.data.get("note", "")
    if event.kind == Kind.RAISED:
        said = family[event.subject_id].details
    if event.kind == Kind.COMMENTED and event.data.get("comment") in comments:
        said = linked(comments[event.data["comment"]].body, event.data.get("mentions", {}))
    attached = files.get(event.data.get("attachment", 0))
    return Item(
        at=event.at,
        who=names.person(event.actor_id),
        what=sentence(event, names),
        number="" if event.subject_id == next(iter(family)) else family[event.subject_id].number,
        icon=ICONS.get(event.kind, "arrow-left"),
        said=said,
        spoken=bool(said or attached) and event.actor_id is not None,
        internal=bool(event.data.get("internal")),
        is_me=event.actor_id == viewer.pk,
        files=[attached] if attached else [],
    )


ICONS: Mapping[str, str] = {
    **approval_words.ICONS,
    **because.ICONS,
    **others.ICONS,
    Kind.RAISED: "flag",
    Kind.ASSIGNED: "me",
    Kind.ACCEPTED: "check",
    Kind.PAUSED: "pause",
    Kind.RESUMED: "play",
    Kind.OFFERED: "hand",
    Kind.TAKEN: "hand",
    Kind.REFUSED: "undo",
    Kind.RECALLED: "undo",
    Kind.DELIVERED: "check",
    Kind.CONFIRMED: "check",
    Kind.CONFIRMED_BY_ITSELF: "clock",
    Kind.REMINDED: "bell",
    Kind.REOPENED: "undo",
    Kind.DECLINED: "x",
    Kind.WITHDRAWN: "x",
    Kind.COMMENTED: "talk",
    Kind.ATTACHED: "clip",
}
# Who watches is shown beside the story; that somebody began or ended is nobody's news.
UNTOLD = frozenset({Kind.WATCHED, Kind.UNWATCHED})


def sentence(event: Event, names: Names) -> str:
    """What happened, to be read after the name of whoever did it."""
    teller = TELLERS.get(event.kind)
    return teller(event, names) if teller else str(event.data.get("activity", event.kind))


def _raised(event: Event, names: Names) -> str:
    data = event.data
    if data.get("on_behalf_of"):
        return _("asked %(unit)s on behalf of %(person)s") % {
            "unit": names.unit(event.to_unit_id),
            "person": names.person(data["on_behalf_of"]),
        }
    if data.get("for_unit"):
        return _("asked %(unit)s on behalf of all of %(team)s") % {
            "unit": names.unit(event.to_unit_id),
            "team": names.unit(data["for_unit"]),
        }
    return _("asked %(unit)s") % {"unit": names.unit(event.to_unit_id)}


def _paused(event: Event, names: Names) -> str:
    return _("paused it. %(kind)s: %(whom)s") % {
        "kind": PauseKind(event.data["waiting_for"]).label,
        "whom": event.data["counterpart"],
    }


def _resumed(event: Event, names: Names) -> str:
    promised = parse_datetime(event.data.get("promised_at", ""))
    parts = [
        _("resumed it after %(time)s of waiting for %(whom)s")
        % {"time": duration_text(event.data.get("seconds", 0)), "whom": event.data["counterpart"]}
    ]
    if promised:
        parts.append(_("promise moved to %(time)s") % {"time": by_text(promised)})
    return pgettext("between clauses", ", ").join(parts)


def _offered(event: Event, names: Names) -> str:
    to = names.unit(event.to_unit_id)
    if event.data.get("person"):
        to = f"{to} {names.person(event.data['person'])}"
    return because.with_reason(_("offers to hand it over to %(whom)s") % {"whom": to}, event, names)


def _taken(event: Event, names: Names) -> str:
    told = _("accepted the hand-off for %(unit)s and answers for it from now on") % {
        "unit": names.unit(event.to_unit_id)
    }
    return because.and_beyond(told, event)


def _with_reason(text: str, event: Event, names: Names) -> str:
    told = text % {"reason": RefusalKind(event.data["reason"]).label}
    if event.data.get("suggested"):
        told = _("%(told)s; suggests %(unit)s") % {"told": told, "unit": names.unit(event.data["suggested"])}
    return told


def _delivered(event: Event, names: Names) -> str:
    return (
        _("delivered it on time")
        if event.data.get("in_time", True)
        else _("delivered it after the promised time")
    )


TELLERS: Mapping[str, Callable[[Event, Names], str]] = {
    **approval_words.TELLERS,
    **because.TELLERS,
    **others.TELLERS,
    Kind.RAISED: lambda e, n: others.part_of(because.raised(_raised(e, n), e, n), e, n),
    Kind.ASSIGNED: lambda e, n: _("assigned it to %(person)s") % {"person": n.person(e.data.get("person"))},
    Kind.PAUSED: _paused,
    Kind.RESUMED: _resumed,
    Kind.OFFERED: _offered,
    Kind.TAKEN: _taken,
    Kind.REFUSED: lambda e, n: _with_reason(_("returned the hand-off: %(reason)s"), e, n),
    Kind.RECALLED: lambda e, n: because.with_reason(
        _("took the offer to %(unit)s back") % {"unit": n.unit(e.to_unit_id)}, e, n
    ),
    Kind.DELIVERED: _delivered,
    Kind.CONFIRMED: lambda e, n: _("confirmed it"),
    Kind.CONFIRMED_BY_ITSELF: lambda e, n: _("confirmed it by itself, since nobody had answered in time"),
    Kind.REMINDED: lambda e, n: _("reminded the requester that it will be confirmed by itself"),
    Kind.REOPENED: lambda e, n: _("reopened it"),
    Kind.DECLINED: lambda e, n: _with_reason(_("declined it: %(reason)s"), e, n),
    Kind.COMMENTED: lambda e, n: _("said"),
    Kind.ATTACHED: lambda e, n: _("added a file"),
    Kind.WATCHED: lambda e, n: (
        _("added %(person)s, who is told of it from now on") % {"person": n.person(e.data.get("person"))}
    ),
    Kind.UNWATCHED: lambda e, n: _("watches it no more"),
}
