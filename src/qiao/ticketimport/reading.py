"""Records become tickets and parts by a preset; what cannot be taken is named with its place. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from qiao.ticketimport import journal, plain
from qiao.ticketimport.dates import Times
from qiao.ticketimport.fields import EMPTY, Record, find, flag, has, text, text_at
from qiao.ticketimport.names import Names
from qiao.ticketimport.neutral import NOBODY, Actor, Attached, Changed, Part, Place, Said, Ticket, Who
from qiao.ticketimport.preset import PartSpec, Paths, Preset, RecordSpec
from qiao.ticketimport.problems import Problems
from qiao.ticketimport.spill import Spill

TITLE = 200
TIMES = ("created", "updated", "responded", "resolved", "closed", "due", "waits_until")
_ADDRESS = re.compile(r"^\s*\"?(?P<name>[^\"<]*?)\"?\s*<(?P<email>[^<>@\s]+@[^<>\s]+)>\s*$")
_NUMBERED = re.compile(r" \(\d+\)$")
_MARKUP = re.compile(r"</?(p|br|div|span|table|html|body|ul|ol|li|b|a)\b", re.IGNORECASE)


class Reader:
    """Takes records one by one."""

    def __init__(
        self, preset: Preset, times: Times, spill: Spill, problems: Problems, *, confidential: bool = False
    ) -> None:
        self._preset = preset
        self._times = times
        self._spill = spill
        self._problems = problems
        self._confidential = confidential
        self.names = Names()
        self.columns: set[str] = set()

    def take(self, record: Record, place: Place) -> None:
        """One record: a ticket, or something that belongs to one."""
        spec = next((each for each in self._preset.records if _is(record, each)), None)
        if spec is None:
            self._problems.note("not_recognised", place)
        elif spec.kind == "ticket":
            self._take_ticket(record, spec, place)
        else:
            self._take_part(record, spec, place)

    def _take_ticket(self, record: Record, spec: RecordSpec, place: Place) -> None:
        ticket = self._ticket(record, spec, place)
        if ticket is None:
            return
        for part in spec.parts:
            ticket.parts += self._parts(record, part, place)
        self.names.take(ticket)
        if not self._spill.keep(ticket):
            self._problems.note("twice", place, value=ticket.key)

    def _take_part(self, record: Record, spec: RecordSpec, place: Place) -> None:
        owner = text_at(record, spec.ticket)
        if spec.part is None or not owner:
            self._problems.note("not_recognised", place)
            return
        records = _items(record, spec.part.items) if spec.part.items else [record]
        for each in records:
            for part in self._one(each, spec.part, place):
                self.names.take_part(part)
                self._spill.keep_part(spec.by, owner, part)

    def _ticket(self, record: Record, spec: RecordSpec, place: Place) -> Ticket | None:
        given = {name: text_at(record, paths) for name, paths in spec.fields.items() if name not in TIMES}
        at = {name: self._time(record, spec.fields.get(name, ()), name, place) for name in TIMES}
        if not given.get("key"):
            self._problems.note("no_key", place)
            return None
        if at["created"] is None:
            self._problems.note("no_time", place)
            return None
        requester = self._who(record, spec.requester)
        if not requester:
            self._problems.note("no_requester", place)
        return Ticket(
            key=given["key"][:200],
            ref=given.get("ref", ""),
            place=place,
            title=self._title(given, place),
            body=_body(find(record, spec.fields.get("body", ())), html=spec.html),
            state=given.get("state", ""),
            priority=given.get("priority", ""),
            service=given.get("service", ""),
            unit=self._not_nobody(_line(given.get("unit", ""))),
            requester=requester,
            assignee=self._who(record, spec.assignee),
            created=at["created"],
            responded=at["responded"],
            resolved=at["resolved"],
            closed=at["closed"],
            updated=at["updated"],
            due=at["due"],
            waits_until=at["waits_until"],
            confidential=self._confidential or bool(given.get("confidential")),
            extras={name: value for name, paths in spec.extras.items() if (value := text_at(record, paths))},
        )

    def _title(self, given: Mapping[str, str], place: Place) -> str:
        title = " ".join(given.get("title", "").split())
        if not title:
            self._problems.note("no_title", place)
        if len(title) > TITLE:
            self._problems.note("long_text", place)
        return title[:TITLE] or given["key"][:TITLE]

    def _time(self, record: Record, paths: Paths, name: str, place: Place) -> int | None:
        value = text_at(record, paths)
        if not value or value in {"0", "0000-00-00 00:00:00"}:
            return None
        at = (self._times.read_end if name == "due" else self._times.read)(value, place.row)
        if at is None:
            self._problems.note("bad_time", place, value=value, field=name)
        return at

    def _who(self, record: Record, spec: Mapping[str, Paths]) -> Who:
        name, email, login = (_line(text_at(record, spec.get(each, ()))) for each in Who._fields)
        if found := _ADDRESS.match(name):
            name, email = found["name"].strip(), found["email"]
        if found := _ADDRESS.match(email):
            email = found["email"]
        if "@" in login:
            name, email = (name if email.casefold() == login.casefold() else login), login
        elif "@" not in email:
            email = name if "@" in name and " " not in name else ""
        who = Who(_NUMBERED.sub("", name), email, login)
        return NOBODY if any(self._is_nobody(each) for each in who if each) else who

    def _is_nobody(self, name: str) -> bool:
        return name.casefold() in self._preset.nobody

    def _not_nobody(self, name: str) -> str:
        return "" if self._is_nobody(name) else name

    def _parts(self, record: Record, spec: PartSpec, place: Place) -> Iterator[Part]:
        """What stands inside a ticket: in a list of objects, or in cells with a form of their own."""
        if any(find(record, (each,)) is not None for each in spec.unless):
            return
        given = find(record, spec.sources)
        for each in given if isinstance(given, list) else [given]:
            if each in EMPTY:
                continue
            if isinstance(each, Mapping) and "display_value" not in each:
                for item in _items(each, spec.items) if spec.items else [each]:
                    yield from self._one(item, spec, place)
            elif spec.form:
                yield from self._written(text(each), spec, place)

    def _written(self, cell: str, spec: PartSpec, place: Place) -> Iterator[Part]:
        """Entries that stand in one text."""
        entries = list(journal.FORMS[spec.form](cell))
        if not entries:
            self._problems.note("bad_part_time", place)
        for entry in entries:
            at = self._times.read(entry.at, place.row)
            if at is None:
                self._problems.note("bad_part_time", place)
                continue
            who = self._who({"who": entry.who}, {"name": ("who",), "login": ("who",)})
            internal = spec.internal or entry.kind.casefold() in spec.internal_kinds
            if spec.kind == "attached":
                name, _sign, address = entry.text.partition(";")
                refs = (address.strip(),) if address else ()
                yield Attached(name.strip(), at, who, internal, "", refs, place)
            else:
                yield Said(at, who, _body(entry.text), internal, (), place, spec.first)

    def _one(self, record: Record, spec: PartSpec, place: Place) -> Iterator[Part]:
        """What one object tells."""
        if spec.kind == "actor":
            role = spec.roles.get(text_at(record, spec.fields["role"]), "")
            unit = self._not_nobody(text_at(record, spec.fields["unit"]))
            yield Actor(role, self._who(record, spec.who), unit, place)
            return
        if spec.kind == "attached":
            yield self._file(record, spec, place, at=self._time_of(record, spec, place), internal=False)
            return
        at = self._time_of(record, spec, place)
        if at is None:
            self._problems.note("bad_part_time", place)
        elif spec.kind == "changed":
            yield from self._change(record, spec, place, at)
        else:
            yield self._said(record, spec, place, at)

    def _time_of(self, record: Record, spec: PartSpec, place: Place) -> int | None:
        value = text_at(record, spec.fields.get("at", ()))
        return self._times.read(value, place.row) if value else None

    def _said(self, record: Record, spec: PartSpec, place: Place, at: int) -> Said:
        internal = _is_internal(record, spec)
        who = self._who(record, spec.who)
        markup = spec.html or "html" in text_at(record, spec.fields.get("format", ())).casefold()
        body = _body(find(record, spec.fields["body"]), html=markup)
        files: tuple[Attached, ...] = ()
        if spec.files is not None:
            given = find(record, spec.files.sources)
            listed = given if isinstance(given, list) else [given] if given else []
            files = tuple(
                self._file(each, spec.files, place, at=at, internal=internal, who=who)
                for each in listed
                if isinstance(each, Mapping)
            )
        return Said(at, who, body, internal, files, place, spec.first)

    def _file(
        self,
        record: Record,
        spec: PartSpec,
        place: Place,
        *,
        at: int | None,
        internal: bool,
        who: Who = NOBODY,
    ) -> Attached:
        refs = (text_at(record, (path,)) for path in spec.fields.get("refs", ()))
        return Attached(
            text_at(record, spec.fields["name"]) or "file",
            at,
            self._who(record, spec.who) or who,
            internal or _is_internal(record, spec),
            text_at(record, spec.fields.get("data", ())),
            tuple(ref for ref in refs if ref),
            place,
        )

    def _change(self, record: Record, spec: PartSpec, place: Place, at: int) -> Iterator[Changed]:
        word = text_at(record, spec.fields["what"])
        meant = spec.whats.get(word) or spec.whats.get(word.casefold())
        if meant is None:
            return
        what, *order = meant.split()
        old, new = text_at(record, spec.fields.get("old", ())), text_at(record, spec.fields["new"])
        if order:
            pieces = new.removeprefix(spec.split).split(spec.split)
            told = dict(zip(order, pieces, strict=False))
            old, new = told.get("old", "").strip(), told.get("new", "").strip()
        person = NOBODY
        if what == "person":
            login = text_at(record, spec.fields.get("new_login", ())) or (new if order else "")
            person = self._who({"n": new, "l": login}, {"name": ("n",), "login": ("l",)})
        who = self._who(record, spec.who)
        yield Changed(at, who, what, self._not_nobody(old), self._not_nobody(new), person, place)


def _is(record: Record, spec: RecordSpec) -> bool:
    if not all(has(record, path) for path in spec.when):
        return False
    return all(text_at(record, (path,)) in wanted for path, wanted in spec.only.items())


def _items(record: Record, paths: Paths) -> list[Record]:
    """The objects of a list inside a record, each with what the record itself says."""
    found = find(record, paths)
    rest = {name: value for name, value in record.items() if name not in paths}
    listed = found if isinstance(found, list) else []
    return [{**rest, **each} for each in listed if isinstance(each, Mapping)]


def _is_internal(record: Record, spec: PartSpec) -> bool:
    if spec.internal or flag(find(record, spec.fields.get("internal", ()))):
        return True
    public = next((record[path] for path in spec.fields.get("public", ()) if path in record), None)
    if public is not None and not flag(public):
        return True
    return any(text_at(record, (path,)) in words for path, words in spec.internal_when.items())


def _line(value: str) -> str:
    """Of several names in one cell the first."""
    return re.split(r"\n|<br\s*/?>", value, maxsplit=1)[0].strip()


def _body(value: Any, *, html: bool = False) -> str:
    if isinstance(value, Mapping) and "content" in value:
        return plain.of_adf(value)
    words = text(value)
    if html or _MARKUP.search(words):
        return plain.of_html(words)
    return plain.tidy(words)
