"""Cases to rows of the desk: one transaction per batch, the same rows as the desk's actions would write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.db import transaction

from qiao import worktime
from qiao.desk.events import Kind
from qiao.desk.importing.loading import Row, document, moment, stamp
from qiao.desk.importing.numbers import take_numbers
from qiao.desk.importing.steps import Step
from qiao.desk.importing.tables import Pages, Tables
from qiao.desk.models import Handoff, Request
from qiao.desk.rules import State
from qiao.eventlog import Case, Findings
from qiao.eventlog.cases import collapsed
from qiao.eventlog.hints import priority as priority_word
from qiao.eventlog.mapping import Mapping as LogMapping
from qiao.eventlog.statistics import count_bounces
from qiao.eventlog.times import Clock
from qiao.logimport.models import ImportedCase
from qiao.logimport.replay import Entry, Replay
from qiao.logimport.structure import Structure, key_of

NORMAL = "normal"
LONGEST_KEY = 200
ACCEPTED = str(Handoff.Outcome.ACCEPTED)
ANSWER = 500  # characters of one value of a log that a request shows
SUBJECT = Request._meta.label_lower
CASE = "log_id key digest request_id"


@dataclass(slots=True)
class Plan:
    """How the cases of one log become requests."""

    structure: Structure
    mapping: LogMapping
    steps: Mapping[str, Step]
    ends: bool
    deadlines: Clock | None
    findings: Findings
    places: dict[str, int]
    at: datetime
    tables: Tables = field(default_factory=lambda: Tables(ImportedCase, CASE))

    @property
    def works(self) -> worktime.Calendar | worktime.History:
        """Working time as it is known today: what was changed on the way counts as it stood then."""
        return self.structure.calendar.known_at(self.at)


@transaction.atomic
def write(plan: Plan, cases: Sequence[Case]) -> int:
    """Writes those cases that are not there yet; returns how many that were."""
    fresh = _fresh(plan, cases)
    if not fresh:
        return 0
    pages = Pages()
    keys = plan.tables.requests.reserve(len(fresh))
    replays = [Replay(case, plan.steps, ends=plan.ends) for case in fresh]
    hop_keys = iter(plan.tables.hops.reserve(sum(len(replay.hops) for replay in replays)))
    for replay, key, number in zip(
        replays, keys, take_numbers([moment(case.events[0].at).year for case in fresh]), strict=True
    ):
        used = _hops(plan, pages, replay, key, hop_keys)
        about = _about(plan, replay.case)
        pages.requests.append(_request(plan, replay, about, key, number, used))
        _rest(plan, pages, replay, about, key)
    plan.tables.insert(pages)
    return len(fresh)


def _fresh(plan: Plan, cases: Sequence[Case]) -> list[Case]:
    """The cases that no earlier import brought; what has changed since is left as it was, and noted."""
    keys = {stored_key(case): case for case in cases}
    known = dict(
        ImportedCase.objects.filter(log=plan.structure.log, key__in=list(keys)).values_list("key", "digest")
    )
    for key, digest in known.items():
        case = keys[key]
        same = digest == case.digest()
        plan.findings.note("already_imported" if same else "case_changed", case=case.key)
    return [case for key, case in keys.items() if key not in known]


def stored_key(case: Case) -> str:
    """The key of a case as it is kept: a long one by its beginning and a fingerprint."""
    if len(case.key) <= LONGEST_KEY:
        return case.key
    return case.key[: LONGEST_KEY - 33] + "…" + blake2b(case.key.encode(), digest_size=16).hexdigest()


def _request(plan: Plan, replay: Replay, about: About, key: int, number: str, used: int) -> Row:
    structure, case = plan.structure, replay.case
    service, version = structure.services[about.service]
    started = case.events[0].at
    holder, person = structure.units[replay.hop.team], structure.people.get(replay.person or "")
    paused = replay.state is State.PAUSED
    return (
        key,
        number,
        service,
        version,
        structure.calendar.pk,
        about.title,
        document(about.answers),
        about.priority,
        about.asker,
        structure.askers_unit,
        replay.state.value,
        holder,
        person,
        holder,
        person,
        stamp(started),
        _promised_seconds(plan, started, about),
        stamp(replay.responded),
        stamp(about.deadline),
        stamp(replay.delivered),
        stamp(replay.closed),
        replay.hop.waits[-1].activity[:120] if paused else "",
        stamp(about.deadline) if replay.state in {State.OFFERED, State.WORKING} else None,
        None if replay.delivered is None else used,
        len(replay.hops),
        count_bounces(collapsed(replay.teams)),
        replay.reopened,
        len(replay.entries),
    )


@dataclass(slots=True)
class About:
    """What a case is about, from its columns without another role."""

    title: str
    priority: str
    service: str
    asker: int
    deadline: int | None
    answers: dict[str, str]


def _about(plan: Plan, case: Case) -> About:
    mapping = plan.mapping
    changing: set[str] = set()
    values = first_values(case, changing)
    for name in sorted(changing & {mapping.service, mapping.requester, mapping.priority, mapping.deadline}):
        plan.findings.note("changing_attribute", case=case.key, column=name)
    title = values.get(mapping.title or "", "") or case.key
    if len(title) > 200:
        plan.findings.note("long_text", case=case.key, value=title)
    places = plan.places
    return About(
        title=title[:200],
        priority=_priority(plan, case, values.get(mapping.priority or "")),
        service=values.get(mapping.service or "", ""),
        asker=plan.structure.askers[values.get(mapping.requester or "", "")],
        deadline=_deadline(plan, case, values.get(mapping.deadline or "")),
        answers={key_of(places[name]): text[:ANSWER] for name, text in values.items() if name in places},
    )


def first_values(case: Case, changing: set[str] | None = None) -> dict[str, str]:
    """The first value of every column in the case; ``changing`` collects those that change later."""
    first = case.extras(case.events[0])
    previous = case.events[0].extra
    for event in case.events[1:]:
        if event.extra == previous:
            continue
        previous = event.extra
        for name, value in case.extras(event).items():
            if first.setdefault(name, value) != value and changing is not None:
                changing.add(name)
    return first


def _priority(plan: Plan, case: Case, word: str | None) -> str:
    if not word:
        return NORMAL
    known = priority_word(word)
    if known is None:
        plan.findings.note("unknown_priority", case=case.key, name=word)
    return known or NORMAL


def _deadline(plan: Plan, case: Case, text: str | None) -> int | None:
    if not text or plan.deadlines is None:
        return None
    at = plan.deadlines.microseconds(text, case.events[0].line)
    if at is None:
        plan.findings.note("unparsable_deadline", case=case.key, value=text)
        return None
    if at < case.events[0].at:
        plan.findings.note("deadline_before_start", case=case.key, value=text)
    return at


def _hops(plan: Plan, pages: Pages, replay: Replay, request: int, keys: Iterator[int]) -> int:
    """Adds the hops with their pauses; returns the working seconds of those that are over."""
    structure, works = plan.structure, plan.works
    total = 0
    for ordinal, stretch in enumerate(replay.hops, 1):
        key = next(keys)
        paused, used = 0, None
        for wait in stretch.waits:
            seconds = None if wait.until is None else _between(works, wait.since, wait.until)
            paused += seconds or 0
            span = (stamp(wait.since), stamp(wait.until), seconds)
            pages.pauses.append((key, wait.kind.value, wait.activity[:120], *span, None))
        if stretch.until is not None:
            used = max(_between(works, stretch.since, stretch.until) - paused, 0)
            total += used
        pages.hops.append(
            (
                key,
                request,
                ordinal,
                structure.units[stretch.team],
                structure.people.get(stretch.person or ""),
                structure.calendar.pk,
                stamp(stretch.since),
                stamp(stretch.accepted),
                stamp(stretch.until),
                used,
                paused,
            )
        )
    return total


def _between(works: worktime.Calendar | worktime.History, since: int, until: int) -> int:
    return works.working_seconds(moment(since), moment(until))


def _rest(plan: Plan, pages: Pages, replay: Replay, about: About, request: int) -> None:
    """Adds who is involved, the hand-offs, the ledger and the note that the case has been imported."""
    structure, case = plan.structure, replay.case
    units, people = structure.units, structure.people
    pages.involved += [(request, units[team]) for team in dict.fromkeys(replay.teams)]
    for each in replay.passed:
        at, taker = stamp(each.at), people.get(each.taker_person or "")
        giver = people.get(each.giver_person or "")
        pages.handoffs.append(
            (
                request,
                units[each.giver],
                giver,
                units[each.taker],
                taker,
                each.activity,
                at,
                at,
                taker,
                ACCEPTED,
            )
        )
    _birth(plan, replay.entries[0], about)
    for revision, entry in enumerate(replay.entries, 1):
        actor = about.asker if entry.by_requester else people.get(entry.person or "")
        if entry.kind == Kind.DELIVERED and about.deadline is not None:
            entry.data["in_time"] = entry.at <= about.deadline
        pages.ledger.append(_ledger(structure, request, entry, actor, revision))
    pages.own.append((structure.log.pk, stored_key(case), case.digest(), request))


def _birth(plan: Plan, entry: Entry, about: About) -> None:
    """What its clocks count on; the promise is the log's own and moves with nothing."""
    entry.data["calendar"] = plan.structure.calendar.pk
    if about.deadline is not None:
        entry.data["promised_at"] = moment(about.deadline).isoformat()
        entry.data["complete"] = _promised_seconds(plan, entry.at, about)


def _promised_seconds(plan: Plan, started: int, about: About) -> int | None:
    if about.deadline is None:
        return None
    return min(max(_between(plan.works, started, about.deadline), 0), 2**31 - 1)


def _changes(structure: Structure, entry: Entry) -> dict[str, tuple[Any, Any]]:
    """What the entry changed, with the numbers of units and people instead of their names."""
    units, people = structure.units, structure.people
    found: dict[str, tuple[Any, Any]] = {}
    for column, (was, now) in entry.changes.items():
        before, after = was, now
        if column == "holder_unit_id":
            before, after = units.get(was or ""), units.get(now or "")
        elif column == "holder_person_id":
            before, after = people.get(was or ""), people.get(now or "")
        elif column == "responded_at":
            before, after = _iso(was), _iso(now)
        if before != after:
            found[column] = (before, after)
    return found


def _iso(at: int | None) -> str | None:
    return None if at is None else moment(at).isoformat()


def _ledger(structure: Structure, request: int, entry: Entry, actor: int | None, revision: int) -> Row:
    """One line of the ledger, marked as imported so that nobody is notified of what is long past."""
    data: dict[str, Any] = {**entry.data, "revision": revision, "log": structure.log.name}
    if entry.changes and (changes := _changes(structure, entry)):
        data["changes"] = changes
    units = structure.units
    giver = None if entry.giver is None else units[entry.giver]
    if entry.kind == Kind.RAISED:  # whoever raises it does so for their own unit
        giver = structure.askers_unit
    return (
        str(entry.kind),
        stamp(entry.at),
        actor,
        SUBJECT,
        request,
        giver,
        None if entry.to is None else units[entry.to],
        document(data),
    )
