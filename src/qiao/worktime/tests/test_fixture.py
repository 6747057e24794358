"""The fixture of the measurement handbook, and the first things a desk asks."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from qiao.worktime import Calendar, parse

CHINA = ZoneInfo("Asia/Shanghai")
OFFICE = {
    "code": "office",
    "zone": "Asia/Shanghai",
    "shifts": [
        {
            "code": "day",
            "name_zh": "白班",
            "name_en": "Day",
            "stretches": [["09:00", "12:00"], ["13:00", "18:00"]],
        }
    ],
    "pattern": {"kind": "weekly", "days": [["day"]] * 5 + [[], []]},
}
SPRING_FESTIVAL_2026 = [
    {"date": "2026-02-14", "as_weekday": 4},
    *({"date": f"2026-02-{day}", "shifts": []} for day in (16, 17, 18, 19, 20, 23)),
    {"date": "2026-02-28", "as_weekday": 0},
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("exceptions", "hours"), [(SPRING_FESTIVAL_2026, 10), ([], 50)], ids=["china", "plain Monday to Friday"]
)
def test_spring_festival_2026_lasts_ten_working_hours_not_fifty(exceptions, hours):
    calendar = Calendar(parse(OFFICE | {"exceptions": exceptions}))
    assert calendar.working_seconds(at("2026-02-13 17:00"), at("2026-02-24 10:00")) == hours * 3600
    assert calendar.add_working(at("2026-02-13 17:00"), hours * 3600) == at("2026-02-24 10:00")
