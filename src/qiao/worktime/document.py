"""A calendar as a plain document (JSON), read with validation and written back the same."""

import re
from collections.abc import Mapping, Set
from datetime import date
from typing import Any

from .definition import CalendarDefinition, DayException, Rotation, Shift, Stretch, Weekly, clock
from .errors import CalendarError

TIME = re.compile(r"(\d{1,2}):([0-5]\d)")


def parse(data: Any) -> CalendarDefinition:
    """Read a calendar document; see README for its form. Raises CalendarError on anything else."""
    fields = _object(
        data, "calendar", {"code", "zone", "pattern", "shifts"}, {"exceptions", "follows_holidays"}
    )
    return CalendarDefinition(
        code=_text(fields["code"], "code"),
        zone=_text(fields["zone"], "zone"),
        pattern=_pattern(fields["pattern"]),
        shifts=tuple(
            _shift(item, f"shifts[{number}]") for number, item in enumerate(_list(fields["shifts"], "shifts"))
        ),
        exceptions=parse_exceptions(fields.get("exceptions", [])),
        follows_holidays=_flag(fields.get("follows_holidays", True), "follows_holidays"),
    )


def parse_exceptions(data: Any) -> tuple[DayException, ...]:
    """Read a list of exceptions: those of a calendar, or the organisation's shared holidays."""
    rows = enumerate(_list(data, "exceptions"))
    return tuple(_exception(item, f"exceptions[{number}]") for number, item in rows)


def parse_time(value: Any, where: str = "time") -> int:
    """Minutes from midnight from "08:30" (up to "48:00") or from a whole number of minutes."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found = TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise CalendarError("bad_time", where=where, value=value)
    return int(found[1]) * 60 + int(found[2])


def dump(definition: CalendarDefinition) -> dict[str, Any]:
    """The document of a calendar: `parse(dump(d)) == d`."""
    return {
        "code": definition.code,
        "zone": definition.zone,
        "pattern": _dump_pattern(definition.pattern),
        "shifts": [_dump_shift(shift) for shift in definition.shifts],
        "exceptions": dump_exceptions(definition.exceptions),
        "follows_holidays": definition.follows_holidays,
    }


def dump_exceptions(exceptions: tuple[DayException, ...]) -> list[dict[str, Any]]:
    """The document of a list of exceptions."""
    return [_dump_exception(exception) for exception in exceptions]


def _pattern(data: Any) -> Weekly | Rotation:
    kind = _mapping(data, "pattern").get("kind")
    if kind == "weekly":
        days = _list(_object(data, "pattern", {"kind", "days"})["days"], "pattern.days")
        return Weekly(tuple(_codes(codes, f"pattern.days[{number}]") for number, codes in enumerate(days)))
    if kind == "rotation":
        fields = _object(data, "pattern", {"kind", "anchor", "cycle"}, {"offset"})
        cycle = _list(fields["cycle"], "pattern.cycle")
        return Rotation(
            anchor=_date(fields["anchor"], "pattern.anchor"),
            cycle=tuple(
                None if code is None else _text(code, f"pattern.cycle[{number}]")
                for number, code in enumerate(cycle)
            ),
            offset=_whole(fields.get("offset", 0), "pattern.offset"),
        )
    raise CalendarError("unknown_pattern", kind=kind)


def _shift(data: Any, where: str) -> Shift:
    fields = _object(data, where, {"code", "stretches"}, {"name_zh", "name_en"})
    stretches = _list(fields["stretches"], f"{where}.stretches")
    return Shift(
        code=_text(fields["code"], f"{where}.code"),
        name_zh=_text(fields.get("name_zh", ""), f"{where}.name_zh"),
        name_en=_text(fields.get("name_en", ""), f"{where}.name_en"),
        stretches=tuple(_stretch(item, f"{where}.stretches[{n}]") for n, item in enumerate(stretches)),
    )


def _stretch(data: Any, where: str) -> Stretch:
    pair = _list(data, where)
    if len(pair) != 2:
        raise CalendarError("wrong_type", where=where, expected="a pair of times")
    return Stretch(parse_time(pair[0], where), parse_time(pair[1], where))


def _exception(data: Any, where: str) -> DayException:
    fields = _object(data, where, {"date"}, {"shifts", "as_weekday", "name_zh", "name_en"})
    weekday = fields.get("as_weekday")
    return DayException(
        day=_date(fields["date"], where),
        shifts=_codes(fields.get("shifts", []), f"{where}.shifts"),
        as_weekday=None if weekday is None else _whole(weekday, f"{where}.as_weekday"),
        name_zh=_text(fields.get("name_zh", ""), f"{where}.name_zh"),
        name_en=_text(fields.get("name_en", ""), f"{where}.name_en"),
    )


def _dump_pattern(pattern: Weekly | Rotation) -> dict[str, Any]:
    if isinstance(pattern, Weekly):
        return {"kind": "weekly", "days": [list(codes) for codes in pattern.days]}
    return {
        "kind": "rotation",
        "anchor": pattern.anchor.isoformat(),
        "cycle": list(pattern.cycle),
        "offset": pattern.offset,
    }


def _dump_shift(shift: Shift) -> dict[str, Any]:
    return {
        "code": shift.code,
        "name_zh": shift.name_zh,
        "name_en": shift.name_en,
        "stretches": [[clock(stretch.start), clock(stretch.end)] for stretch in shift.stretches],
    }


def _dump_exception(exception: DayException) -> dict[str, Any]:
    document: dict[str, Any] = {"date": exception.day.isoformat()}
    if exception.as_weekday is None:
        document["shifts"] = list(exception.shifts)
    else:
        document["as_weekday"] = exception.as_weekday
    return document | {"name_zh": exception.name_zh, "name_en": exception.name_en}


def _object(data: Any, where: str, needed: Set[str], allowed: Set[str] = frozenset()) -> Mapping[str, Any]:
    fields = _mapping(data, where)
    for field in sorted(needed - fields.keys()):
        raise CalendarError("missing", where=where, field=field)
    for field in fields.keys() - needed - allowed:
        raise CalendarError("unknown_field", where=where, field=field)
    return fields


def _mapping(data: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise CalendarError("wrong_type", where=where, expected="an object")
    return data


def _list(data: Any, where: str) -> list[Any]:
    if not isinstance(data, list | tuple):
        raise CalendarError("wrong_type", where=where, expected="a list")
    return list(data)


def _codes(data: Any, where: str) -> tuple[str, ...]:
    return tuple(_text(code, where) for code in _list(data, where))


def _text(data: Any, where: str) -> str:
    if not isinstance(data, str):
        raise CalendarError("wrong_type", where=where, expected="a text")
    return data


def _whole(data: Any, where: str) -> int:
    if not isinstance(data, int) or isinstance(data, bool):
        raise CalendarError("wrong_type", where=where, expected="a whole number")
    return data


def _flag(data: Any, where: str) -> bool:
    if not isinstance(data, bool):
        raise CalendarError("wrong_type", where=where, expected="true or false")
    return data


def _date(data: Any, where: str) -> date:
    try:
        return date.fromisoformat(data)
    except (TypeError, ValueError):
        raise CalendarError("bad_date", where=where, value=data) from None
