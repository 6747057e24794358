"""Who is told of what, and why: one table. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from qiao.desk.events import Kind

# What happened longer ago is nobody's news: an import of last year's log tells nobody anything.
FRESH = timedelta(days=14)
# In a queue that more people of the shift look at, a new request is told to the leader alone.
CREW = 5
# Read notices are forgotten after this.
KEPT = timedelta(days=90)
# Who looked this recently is "looking"; a heartbeat is written again only after half of it.
HERE = timedelta(seconds=45)
HEARTBEAT = timedelta(seconds=30)


class Group(StrEnum):
    """The kinds of notices that people choose between, strongest first."""

    MENTION = "mention"
    ANSWER = "answer"
    TALK = "talk"
    PROGRESS = "progress"

    @property
    def label(self) -> Any:
        return GROUP_LABELS[self]

    @property
    def meaning(self) -> Any:
        return GROUP_MEANINGS[self]

    @property
    def icon(self) -> str:
        return {"mention": "me", "answer": "bell", "talk": "talk", "progress": "flag"}[self]


GROUP_LABELS: Mapping[Group, Any] = {
    Group.MENTION: _("I was named"),
    Group.ANSWER: _("Waits for me"),
    Group.TALK: _("Said"),
    Group.PROGRESS: _("Moved on"),
}
GROUP_MEANINGS: Mapping[Group, Any] = {
    Group.MENTION: _("Somebody wrote @ and my name."),
    Group.ANSWER: _("To accept, to answer or to confirm."),
    Group.TALK: _("Comments and files on what I ask for, hold or watch."),
    Group.PROGRESS: _("Accepted, paused, handed over, delivered, confirmed."),
}


class Relation(StrEnum):
    """How somebody is concerned; the strongest is the reason that they are given."""

    MENTIONED = "mentioned"
    ADDED = "added"
    OFFERED_TO = "offered_to"
    APPROVER = "approver"
    ESCALATED_TO = "escalated_to"
    ASSIGNED = "assigned"
    HOLDER = "holder"
    REQUESTER = "requester"
    BENEFICIARY = "beneficiary"
    FELLOW = "fellow"
    GIVER = "giver"
    ACCOUNTABLE = "accountable"
    LEADER = "leader"
    ON_SHIFT = "on_shift"
    STANDS_IN = "stands_in"
    WATCHER = "watcher"
    COMMENTER = "commenter"

    @property
    def because(self) -> Any:
        return BECAUSE[self]


BECAUSE: Mapping[Relation, Any] = {
    Relation.MENTIONED: _("because you were named"),
    Relation.ADDED: _("because a colleague wants you to know of it"),
    Relation.OFFERED_TO: _("because it was offered to you"),
    Relation.APPROVER: _("because you are asked to approve it"),
    Relation.ESCALATED_TO: _("because it was escalated to you"),
    Relation.ASSIGNED: _("because it was assigned to you"),
    Relation.HOLDER: _("because you hold it"),
    Relation.REQUESTER: _("because you asked for it"),
    Relation.BENEFICIARY: _("because it is for you"),
    Relation.FELLOW: _("because what you asked for was merged into it"),
    Relation.GIVER: _("because you offered to hand it over"),
    Relation.ACCOUNTABLE: _("because you answer for it"),
    Relation.LEADER: _("because you lead the unit that it waits at"),
    Relation.ON_SHIFT: _("because you are on shift in the unit that it waits at"),
    Relation.STANDS_IN: _("because you stand in for whom it concerns"),
    Relation.WATCHER: _("because you watch it"),
    Relation.COMMENTER: _("because you wrote about it"),
}

R, G = Relation, Group
ASKERS = {R.REQUESTER: G.PROGRESS, R.BENEFICIARY: G.PROGRESS, R.FELLOW: G.PROGRESS}
# Whose request was merged is told all the same; to answer and to confirm is the others'.
ASKED = {R.REQUESTER: G.ANSWER, R.BENEFICIARY: G.ANSWER, R.FELLOW: G.PROGRESS}
HELD = {R.HOLDER: G.PROGRESS}
WATCHED = {R.WATCHER: G.PROGRESS}
QUEUE = {R.LEADER: G.ANSWER, R.ON_SHIFT: G.ANSWER}
RAISED_TO_APPROVE = f"{Kind.RAISED}/approval"
PAUSED_FOR_REQUESTER = f"{Kind.PAUSED}/requester"
ROUND = (
    R.HOLDER,
    R.REQUESTER,
    R.BENEFICIARY,
    R.FELLOW,
    R.GIVER,
    R.ACCOUNTABLE,
    R.LEADER,
    R.WATCHER,
    R.COMMENTER,
    R.APPROVER,
)
SAID = dict.fromkeys(ROUND, G.TALK)

# Occasion × relation: told in which kind. What does not stand here is not told.
TOLD: Mapping[str, Mapping[Relation, Group]] = {
    Kind.RAISED: {R.ASSIGNED: G.ANSWER, R.BENEFICIARY: G.PROGRESS, **QUEUE},
    # Nobody at the provider hears of it before it is approved.
    RAISED_TO_APPROVE: {R.BENEFICIARY: G.PROGRESS},
    Kind.APPROVAL_ASKED: {R.APPROVER: G.ANSWER},
    Kind.APPROVAL_DELEGATED: {R.APPROVER: G.ANSWER},
    Kind.APPROVAL_REMINDED: {R.APPROVER: G.ANSWER},
    Kind.APPROVAL_ESCALATED: {R.APPROVER: G.ANSWER},
    Kind.APPROVAL_QUESTION: {**ASKED, **WATCHED},
    Kind.APPROVAL_GIVEN: {**ASKERS, **WATCHED},
    Kind.APPROVAL_REFUSED: {**ASKERS, **WATCHED},
    Kind.APPROVED: {R.ASSIGNED: G.ANSWER, **QUEUE, **ASKERS, **WATCHED},
    Kind.ESCALATED: {R.ESCALATED_TO: G.ANSWER},
    Kind.NOT_APPROVED: {R.APPROVER: G.PROGRESS, **ASKERS, **WATCHED},
    Kind.ASSIGNED: {R.ASSIGNED: G.ANSWER, **WATCHED},
    Kind.ACCEPTED: {**ASKERS, **WATCHED},
    Kind.PAUSED: {**ASKERS, **WATCHED},
    PAUSED_FOR_REQUESTER: {**ASKED, **WATCHED},
    Kind.RESUMED: {**ASKERS, **WATCHED},
    Kind.OFFERED: {R.OFFERED_TO: G.ANSWER, **QUEUE, **WATCHED},
    Kind.TAKEN: {R.GIVER: G.PROGRESS, **ASKERS, **WATCHED},
    Kind.REFUSED: {R.GIVER: G.ANSWER, R.HOLDER: G.ANSWER, **WATCHED},
    Kind.RECALLED: {R.OFFERED_TO: G.PROGRESS},
    Kind.DELIVERED: {**ASKED, **WATCHED},
    Kind.REMINDED: ASKED,
    Kind.CONFIRMED: {**HELD, **ASKERS, **WATCHED},
    Kind.CONFIRMED_BY_ITSELF: {**HELD, **ASKERS, **WATCHED},
    Kind.REOPENED: {R.HOLDER: G.ANSWER, R.LEADER: G.ANSWER, **ASKERS, **WATCHED},
    Kind.DECLINED: {**ASKERS, **WATCHED},
    Kind.WITHDRAWN: {R.APPROVER: G.PROGRESS, **HELD, R.LEADER: G.PROGRESS, **ASKERS, **WATCHED},
    Kind.COMMENTED: {R.MENTIONED: G.MENTION, **SAID},
    Kind.ATTACHED: SAID,
    Kind.WATCHED: {R.ADDED: G.PROGRESS},
    Kind.REPRIORITISED: {**HELD, **ASKERS, **WATCHED},
    Kind.UNATTENDED: {R.LEADER: G.ANSWER},
    Kind.REQUEUED: QUEUE,
    Kind.MERGED: {**HELD, **ASKERS, **WATCHED, R.COMMENTER: G.PROGRESS},
    Kind.TOOK_IN: {**HELD, **WATCHED},
    Kind.SEPARATED: {**QUEUE, R.ASSIGNED: G.ANSWER, **ASKERS, **WATCHED},
    Kind.LET_GO: {**HELD, **WATCHED},
    Kind.PART_RAISED: WATCHED,
    Kind.ABOVE_OVER: HELD,
}
# On purpose: they stand in the story, and nobody has to act on them.
NOBODY = frozenset(
    {
        Kind.UNWATCHED,
        Kind.ATTENDED,
        Kind.LINKED,
        Kind.UNLINKED,
        Kind.ABOVE_MOVED,
        Kind.ITEM_ADDED,
        Kind.ITEM_REMOVED,
        Kind.ITEM_CHECKED,
        Kind.ITEM_UNCHECKED,
        Kind.SCHEDULED,
    }
)
# After these nobody needs to be told any more that something waits in a queue.
SETTLES = frozenset(
    {
        Kind.ACCEPTED,
        Kind.ASSIGNED,
        Kind.TAKEN,
        Kind.RECALLED,
        Kind.REFUSED,
        Kind.WITHDRAWN,
        Kind.DECLINED,
        Kind.MERGED,
        Kind.ATTENDED,
    }
)
# Who is away is told all the same, and so is whoever stands in for them.
COVERED = frozenset({R.APPROVER, R.OFFERED_TO, R.ASSIGNED, R.HOLDER, R.REQUESTER, R.BENEFICIARY, R.LEADER})


class Telling(NamedTuple):
    """Why somebody is told, and in which kind."""

    reason: Relation
    group: Group


def occasion(kind: str, data: Mapping[str, Any]) -> str:
    """The row of the table: the kind of the event, and what tells two meanings of one kind apart."""
    if kind == Kind.PAUSED and data.get("waiting_for") == "requester":
        return PAUSED_FOR_REQUESTER
    if kind == Kind.RAISED and "awaits" in data:
        return RAISED_TO_APPROVE
    return kind


def is_news(kind: str, data: Mapping[str, Any]) -> bool:
    """Whether anybody is told of such an event: not of what an import copied, nor of a form's own files."""
    copied = "activity" in data or "imported" in data
    with_the_form = kind == Kind.ATTACHED and bool(data.get("field"))
    return kind in TOLD and not copied and not with_the_form


def recipients(
    told: Mapping[Relation, Group],
    concerned: Mapping[Relation, Collection[int]],
    *,
    actor_id: int | None,
    substitutes: Mapping[int, int],
) -> dict[int, Telling]:
    """Whom to tell, by person: each once, with the strongest reason. Never whoever did it."""
    found: dict[int, Telling] = {}
    for relation in Relation:
        group = told.get(relation)
        for person in concerned.get(relation, ()) if group else ():
            found.setdefault(person, Telling(relation, group))  # type: ignore[arg-type]  # there is one
    for person, telling in list(found.items()):
        if person in substitutes and telling.reason in COVERED:
            found.setdefault(substitutes[person], Telling(Relation.STANDS_IN, telling.group))
    found.pop(actor_id or 0, None)
    return found


class Reason(StrEnum):
    """Why something is refused. The value is the stable code; nothing else invents wording."""

    NOT_A_KIND = "not_a_kind_of_notice"

    @property
    def sentence(self) -> Any:
        return _("There is no such kind of notice.")
