"""The sheets of an organisation: columns, headers in both languages, how a cell is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from qiao import worktime
from qiao.org import calendar_errors
from qiao.org.exchange import notation
from qiao.org.exchange.problems import Doubt, Trouble

KINDS = {"company": "公司", "plant": "工厂", "department": "部门", "workshop": "车间", "team": "班组"}
LANGUAGES = {"zh-hans": "中文", "en": "English"}
YES_NO = {"yes": "是", "no": "否"}

Reader = Callable[[str, ZoneInfo], Any]


def as_text(most: int) -> Reader:
    def read(cell: str, zone: ZoneInfo) -> str:
        if len(cell) > most:
            raise Doubt(Trouble.TOO_LONG, most=most)
        return cell

    return read


def as_code(cell: str, zone: ZoneInfo) -> str:
    if len(cell) > 40:
        raise Doubt(Trouble.TOO_LONG, most=40)
    if not cell.isprintable() or any(char.isspace() for char in cell):
        raise Doubt(Trouble.BAD_CODE)
    return cell


def as_email(cell: str, zone: ZoneInfo) -> str:
    if not cell:
        return ""
    try:
        validate_email(cell)
    except ValidationError:
        raise Doubt(Trouble.BAD_EMAIL) from None
    return as_text(254)(cell.lower(), zone)  # type: ignore[no-any-return]


def as_number(cell: str, zone: ZoneInfo) -> int:
    if not cell:
        return 0
    if not (cell.isascii() and cell.isdigit() and int(cell) < 10**6):
        raise Doubt(Trouble.BAD_NUMBER)
    return int(cell)


def as_date(cell: str, zone: ZoneInfo) -> date | None:
    if not cell:
        return None
    moment = _moment(cell, Trouble.BAD_DATE)
    return moment.date()


def as_moment(cell: str, zone: ZoneInfo) -> datetime:
    moment = _moment(cell, Trouble.BAD_MOMENT)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def as_choice(choices: Mapping[str, str], default: str) -> Reader:
    known = {word.lower(): code for code, zh in choices.items() for word in (code, zh)}

    def read(cell: str, zone: ZoneInfo) -> str:
        if not cell:
            return default
        if cell.lower() not in known:
            raise Doubt(Trouble.BAD_CHOICE, choices=" / ".join(choices))
        return known[cell.lower()]

    return read


def as_flag(cell: str, zone: ZoneInfo) -> bool:
    return bool(as_choice(YES_NO, "yes")(cell, zone) == "yes")


def as_zone(cell: str, zone: ZoneInfo) -> str:
    return cell or zone.key


def as_notation(parse: Callable[[str], Any]) -> Reader:
    def read(cell: str, zone: ZoneInfo) -> Any:
        try:
            return parse(cell)
        except notation.NotationError as error:
            raise Doubt(Trouble.BAD_CALENDAR, why=error.sentence) from None
        except worktime.CalendarError as error:
            raise Doubt(Trouble.BAD_CALENDAR, why=calendar_errors.sentence(error)) from None

    return read


def _moment(cell: str, trouble: Trouble) -> datetime:
    plain = cell.replace("/", "-").replace("年", "-").replace("月", "-").replace("日", "").strip()
    day, _blank, clock = plain.replace("T", " ").partition(" ")
    try:
        day = "-".join(part.zfill(2) for part in day.split("-"))
        return datetime.fromisoformat(f"{day} {clock.strip().zfill(5)}" if clock.strip() else day)
    except ValueError:
        raise Doubt(trouble) from None


@dataclass(frozen=True)
class Column:
    key: str
    en: str
    zh: str
    read: Reader
    required: bool = False
    sample: str = ""


@dataclass(frozen=True)
class Sheet:
    """``identity`` names the columns that together identify a row, here and in the database."""

    key: str
    en: str
    zh: str
    identity: tuple[str, ...]
    columns: tuple[Column, ...]

    def called(self, name: str) -> bool:
        """Whether a sheet or file of that name is meant (“people”, “人员”, “02-people”, “人员 (2)” …)."""
        plain = name.strip().lower()
        return any(
            word == plain or plain.endswith(f"-{word}") for word in (self.key, self.en.lower(), self.zh)
        )

    def column(self, header: str) -> Column | None:
        plain = header.strip().rstrip("*").strip().lower()
        for column in self.columns:
            if plain in (column.key, column.en.lower(), column.zh):
                return column
        return None


_name_zh = Column("name_zh", "Name (Chinese)", "名称", as_text(80), required=True)
_name_en = Column("name_en", "Name (English)", "英文名称", as_text(80))

CALENDARS = Sheet(
    "calendars", "Calendars", "工作日历", ("code",),
    (
        Column("code", "Calendar code", "日历编码", as_code, required=True, sample="standard"),
        _name_zh,
        _name_en,
        Column("zone", "Time zone", "时区", as_zone, sample="Asia/Shanghai"),
        Column("follows_holidays", "Follows holidays", "遵循节假日", as_flag, sample="yes"),
        Column("shifts", "Shifts", "班次", as_notation(notation.read_shifts), required=True,
               sample="D 白班/Day 08:00-12:00 13:00-17:00"),
        Column("pattern", "Pattern", "排班规律", as_notation(notation.read_pattern), required=True,
               sample="weekly: D D D D D - -"),
    ),
)  # fmt: skip
UNITS = Sheet(
    "units", "Units", "部门", ("code",),
    (
        Column("code", "Unit code", "部门编码", as_code, required=True, sample="WELD-1"),
        _name_zh,
        _name_en,
        Column("kind", "Kind", "类型", as_choice(KINDS, "team"), sample="team"),
        Column("parent", "Parent unit", "上级部门", as_code),
        Column("leader", "Leader", "负责人工号", as_code),
        Column("calendar", "Calendar", "工作日历", as_code),
        Column("order", "Order", "排序", as_number),
    ),
)  # fmt: skip
PEOPLE = Sheet(
    "people", "People", "人员", ("number",),
    (
        Column("number", "Personnel number", "工号", as_code, required=True, sample="10001"),
        Column("name", "Name", "姓名", as_text(80), required=True, sample="林梅"),
        Column("name_en", "Name (Latin)", "英文姓名", as_text(80), sample="Lin Mei"),
        Column("email", "E-mail", "邮箱", as_email),
        Column("phone", "Phone", "电话", as_text(40)),
        Column("unit", "Unit", "所属部门", as_code, required=True, sample="WELD-1"),
        Column("manager", "Manager", "直接上级工号", as_code),
        Column("joined_on", "Joined on", "入职日期", as_date, sample="2026-03-01"),
        Column("language", "Language", "语言", as_choice(LANGUAGES, "zh-hans"), sample="zh-hans"),
    ),
)  # fmt: skip
POSITIONS = Sheet(
    "positions", "Positions", "岗位", ("code",),
    (
        Column("code", "Position code", "岗位编码", as_code, required=True, sample="WELD-1-LEAD"),
        _name_zh,
        _name_en,
        Column("unit", "Unit", "所属部门", as_code, required=True, sample="WELD-1"),
    ),
)  # fmt: skip
HOLDINGS = Sheet(
    "holdings", "Holdings", "任职", ("position", "person"),
    (
        Column("position", "Position", "岗位编码", as_code, required=True, sample="WELD-1-LEAD"),
        Column("person", "Person", "工号", as_code, required=True, sample="10001"),
    ),
)  # fmt: skip
SUBSTITUTIONS = Sheet(
    "substitutions", "Substitutions", "代理", ("person", "since"),
    (
        Column("person", "Absent person", "离岗人工号", as_code, required=True, sample="10001"),
        Column("substitute", "Substitute", "代理人工号", as_code, required=True, sample="10002"),
        Column("since", "From", "开始", as_moment, required=True, sample="2026-12-01 08:00"),
        Column("until", "Until", "结束", as_moment, required=True, sample="2026-12-05 17:00"),
        Column("reason", "Reason", "原因", as_text(120)),
    ),
)  # fmt: skip

SHEETS = (CALENDARS, UNITS, PEOPLE, POSITIONS, HOLDINGS, SUBSTITUTIONS)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}
