"""From rows to events: the mapping applied, what cannot be used reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from . import times
from .cases import JOINT, Event
from .errors import LogError
from .findings import Findings
from .mapping import Mapping
from .profile import Record

NO_ACTIVITY = "(no activity)"


class Understanding:
    """Turns records into events and remembers, in order, the columns that no role uses."""

    def __init__(
        self, mapping: Mapping, sample: Sequence[Record], *, default_zone: str, findings: Findings
    ) -> None:
        self._mapping = mapping
        self._findings = findings
        self._clock = times.Clock(self._time_format(sample), mapping.zone or default_zone, findings)
        self.extra_columns: list[str] = []
        self._places: dict[str, int] = {}

    def _time_format(self, sample: Sequence[Record]) -> times.TimeFormat:
        if self._mapping.time_format:
            return times.given_format(self._mapping.time_format)
        seen = [value for record in sample if (value := record.get(self._mapping.time))][:2000]
        chosen, share = times.detect(seen)
        if chosen is None or share == 0:
            raise LogError("no_events", path=self._mapping.time, why="no value of the time column is a time")
        if times.is_ambiguous(chosen, seen):
            self._findings.note("day_or_month", value=seen[0], example=seen[0], chosen=chosen.name)
        return chosen

    def events(self, records: Iterable[tuple[int, Record]]) -> Iterator[tuple[str, Event]]:
        """Each usable event with the key of its case, in the order of the file."""
        mapping, note = self._mapping, self._findings.note
        for line, record in records:
            case = record.get(mapping.case)
            if not case:
                note("missing_case", line=line)
                continue
            at = self._at(record.get(mapping.time), line, case)
            if at is not None:
                yield case, self._event(at, line, case, record)

    def _at(self, text: str | None, line: int, case: str) -> int | None:
        if not text:
            self._findings.note("missing_time", line=line, case=case)
            return None
        at = self._clock.microseconds(text, line)
        if at is None:
            self._findings.note("unparsable_time", line=line, case=case, value=text)
        return at

    def _event(self, at: int, line: int, case: str, record: Record) -> Event:
        mapping, note = self._mapping, self._findings.note
        activity = "/".join(part for name in mapping.activity if (part := record.get(name)))
        if not activity:
            note("missing_activity", line=line, case=case, name=NO_ACTIVITY)
            activity = NO_ACTIVITY
        resource = record.get(mapping.resource) if mapping.resource else None
        if mapping.resource and not resource:
            note("missing_resource", line=line, case=case)
        team = record.get(mapping.team) if mapping.team else None
        if mapping.team and not team:
            note("missing_team", line=line, case=case)
        return Event(at, line, activity, resource, team, self._extra(record))

    def _extra(self, record: Record) -> str:
        places, used = self._places, self._mapping.used
        if len(places) < len(record) and (new := record.keys() - places.keys() - used):
            for name in record:
                if name in new:
                    places[name] = len(places)
                    self.extra_columns.append(name)
        joined = JOINT.join([record.get(name) or "" for name in self.extra_columns])
        return joined.rstrip(JOINT)
