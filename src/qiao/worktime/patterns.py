"""Ready-made patterns by name, for people who know what they work but not how to write it down.

Each is a starting point with the usual hours; an administrator changes them freely. Crews of a rotation
share the cycle and differ in where they stand in it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from .definition import CalendarDefinition, Rotation, Shift, Stretch, Weekly

CREWS = ("甲", "乙", "丙", "丁", "戊")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of work and where it comes from."""

    name: str
    name_zh: str
    name_en: str
    origin_zh: str
    origin_en: str
    shifts: tuple[Shift, ...]
    cycle: tuple[str | None, ...]
    """Seven days from Monday for a weekly pattern, any number for a rotation; None rests."""
    crews: tuple[int, ...] = ()
    """The offsets of the crews that together do the work; none: a weekly pattern."""
    continuous: bool = False
    """Whether the crews together cover every hour, exactly one at a time."""

    def definition(
        self,
        code: str,
        zone: str,
        *,
        anchor: date | None = None,
        crew: int = 0,
        follows_holidays: bool | None = None,
    ) -> CalendarDefinition:
        """The calendar of one crew whose cycle begins on the anchor day (crew 0 stands at its start).

        A cycle of whole weeks begins on the Monday of the anchor's week. Continuous work goes on over
        holidays unless told otherwise.
        """
        observes = not self.continuous if follows_holidays is None else follows_holidays
        return CalendarDefinition(code, zone, self._pattern(anchor, crew), self.shifts, (), observes)

    def _pattern(self, anchor: date | None, crew: int) -> Weekly | Rotation:
        if not self.crews:
            return Weekly(tuple((code,) if code else () for code in self.cycle))
        start = anchor or date(2026, 1, 5)
        if len(self.cycle) % 7 == 0:
            start -= timedelta(days=start.weekday())
        return Rotation(start, self.cycle, self.crews[crew])


def _shift(code: str, name_zh: str, name_en: str, *hours: tuple[float, float]) -> Shift:
    stretches = tuple(Stretch(round(start * 60), round(end * 60)) for start, end in hours)
    return Shift(code, name_zh, name_en, stretches)


def _roster(letters: str) -> tuple[str | None, ...]:
    """The cycle as people chalk it up: one letter a day, a dash rests, blanks only group."""
    return tuple(None if letter == "-" else letter for letter in letters.replace(" ", ""))


OFFICE = _shift("D", "白班", "Day", (8.5, 12), (13, 17.5))
LONG_DAY = _shift("D", "白班", "Day", (8, 20))
LONG_NIGHT = _shift("N", "夜班", "Night", (20, 32))
EARLY = _shift("E", "早班", "Early", (8, 16))
LATE = _shift("L", "中班", "Late", (16, 24))
NIGHT = _shift("N", "夜班", "Night", (0, 8))
MEAL_DAY = _shift("D", "白班", "Day", (8, 12), (13, 17), (17.5, 20))
MEAL_NIGHT = _shift("N", "夜班", "Night", (20, 24), (25, 29), (29.5, 32))
TWO_LONG = (LONG_DAY, LONG_NIGHT)
THREE_SHORT = (EARLY, LATE, NIGHT)

_ALL = (
    Pattern(
        "five_days", "五天工作制（双休）", "Five-day week",
        "国务院 1995 年起实行的每周 40 小时、周六周日休息的工作制。",
        "The 40-hour week with Saturday and Sunday off, in force in China since 1995.",
        (OFFICE,), _roster("DDDDD--"),
    ),
    Pattern(
        "six_days", "六天工作制（单休）", "Six-day week",
        "工厂与服务业常见，周日休息。",
        "Common in factories and services; Sunday off.",
        (OFFICE,), _roster("DDDDDD-"),
    ),
    Pattern(
        "long_short_weeks", "大小周", "Long and short weeks",
        "一周单休、一周双休轮换，私营企业常见。",
        "Six and five days in turn, common in private companies in China.",
        (OFFICE,), _roster("DDDDDD- DDDDD--"), (0,),
    ),
    Pattern(
        "day_night", "白夜班（两班倒）", "Day and night, weekly change",
        "两个班组每周对调白班与夜班，周日休息；离散制造业车间常见。",
        "Two crews change between days and nights every week, Sunday off; usual in discrete manufacturing.",
        (MEAL_DAY, MEAL_NIGHT), _roster("DDDDDD- NNNNNN-"), (0, 7),
    ),
    Pattern(
        "three_shifts_weekly", "三班三运转（三班倒）", "Three shifts, weekly change",
        "三个班组早、中、夜班每周轮换，周日停产休息。",
        "Three crews change between early, late and night every week; the plant rests on Sunday.",
        THREE_SHORT, _roster("EEEEEE- LLLLLL- NNNNNN-"), (0, 7, 14),
    ),
    Pattern(
        "three_crews_two_shifts", "三班两运转", "Three crews, two shifts",
        "三个班组，每天两班各 12 小时、一班休息：白、夜、休。",
        "Three crews, two of them on for twelve hours each day while one rests: day, night, off.",
        TWO_LONG, _roster("DN-"), (0, 1, 2), True,
    ),
    Pattern(
        "four_crews_three_shifts", "四班三运转", "Four crews, three shifts",
        "连续生产企业（钢铁、化工、电力）在八小时工作制下的轮班：早早、中中、夜夜、休休。",
        "Continuous plants (steel, chemicals, power) on eight hours; the “metropolitan” rota in Britain.",
        THREE_SHORT, _roster("EE LL NN --"), (0, 2, 4, 6), True,
    ),
    Pattern(
        "four_crews_two_shifts", "四班两运转", "Four crews, two shifts",
        "四个班组、12 小时一班：白、夜、休、休。",
        "Four crews on twelve hours: day, night, off, off.",
        TWO_LONG, _roster("DN--"), (0, 1, 2, 3), True,
    ),
    Pattern(
        "five_crews_three_shifts", "五班三运转", "Five crews, three shifts",
        "五个班组、八小时一班，十天一轮，休四天；石化企业常见，留出培训时间。",
        "Five crews on eight hours, ten days a round with four off; usual in petrochemicals.",
        THREE_SHORT, _roster("EE LL NN ----"), (0, 2, 4, 6, 8), True,
    ),
    Pattern(
        "two_two_three", "二二三轮班（Pitman）", "2-2-3 (Pitman)",
        "北美警务、医疗与制造业常用：每隔一个周末休三天，两周白班、两周夜班。",
        "North American police, hospitals and factories: every other weekend off, two weeks of days, two "
        "of nights.",
        TWO_LONG, _roster("DD--DDD --DD--- NN--NNN --NN---"), (0, 7, 14, 21), True,
    ),
    Pattern(
        "dupont", "杜邦轮班", "DuPont",
        "源自二十世纪中期杜邦公司的化工厂：四周一轮，其中连休七天。",
        "From DuPont's chemical plants, mid-twentieth century: four weeks a round, seven days off in a row.",
        TWO_LONG, _roster("NNNN--- DDD-NNN ---DDDD -------"), (0, 7, 14, 21), True,
    ),
    Pattern(
        "one_on_two_off", "上一休二（24 小时值班）", "24 hours on, 48 off",
        "消防、保安与值班岗位：值班一昼夜，休两昼夜。",
        "Fire brigades, guards and stand-by posts: one day and night on, two off.",
        (_shift("W", "值班", "Watch", (8, 32)),), _roster("W--"), (0, 1, 2), True,
    ),
)  # fmt: skip

PATTERNS = {pattern.name: pattern for pattern in _ALL}
"""By name, in the order in which to offer them."""
