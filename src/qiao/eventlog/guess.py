"""A guess which column plays which role, each with its reason and how sure one may be.

Names give candidates; what decides is how the values behave. A column that names the organisation line is
no team when a finer column tells it; a workgroup that never changes while a case travels hands nothing over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import hints
from .errors import LogError
from .profile import Column, Record, columns

MOVES = 0.01  # a party that changes in fewer cases than this does not hand over
TELLS = 0.9  # from this share on one column determines another
NEEDED = ("case", "time", "activity")


@dataclass(frozen=True, slots=True)
class Choice:
    """One role with the chosen columns and why. ``sure``: high, medium or low; ``given`` by hand."""

    role: str
    columns: tuple[str, ...]
    why: str
    why_zh: str
    sure: str

    @property
    def text(self) -> str:
        return " + ".join(self.columns)


class Guesser:
    """Looks at a sample once and answers for each role; what is given by hand is taken as it is."""

    def __init__(
        self, sample: Sequence[Record], given: Mapping[str, Any], classifiers: Mapping[str, Sequence[str]]
    ) -> None:
        self.all = columns(sample)
        self.by_name = {column.name: column for column in self.all}
        self.given = given
        self.classifiers = classifiers
        self.chosen: dict[str, Choice] = {}

    # -- the three without which there is no log ---------------------------------------------------

    def case(self) -> Choice | None:
        """Named like a case, with several events per value, and no time."""
        fitting = [
            each
            for each in self.all
            if each.distinct >= 1 and each.filled > 0.5 and each.time_share < 0.9 and self._groups(each)
        ]
        return self._by_name("case", fitting) or self._by_shape(fitting)

    def _groups(self, column: Column) -> bool:
        """An identifier of events names each once; one of cases comes back or is alone in a tiny log."""
        return hints.rank("case", column.name) < 99 or 1 < column.distinct < len(column.values) * 0.9

    def _by_shape(self, fitting: Sequence[Column]) -> Choice | None:
        if not fitting:
            return None
        best = max(fitting, key=lambda each: each.distinct)
        why, why_zh = "its values come back for a few events each", "它的值各自重复出现于若干事件"
        return Choice("case", (best.name,), why, why_zh, "low")

    def time(self) -> Choice | None:
        """A column of times that moves inside cases; one that only describes the case does not count."""
        fitting = [
            each for each in self.all if each.time_share >= 0.9 and not each.name.startswith("case:")
        ] or [each for each in self.all if each.time_share >= 0.5]
        named = self._by_name("time", fitting)
        if named or not fitting:
            return named
        best = max(fitting, key=lambda each: (each.time_share, each.distinct))
        return Choice("time", (best.name,), "its values are times", "它的值是时间", "medium")

    def activity(self) -> Choice | None:
        """The column of steps; two when a finer one (sub-status, transition) splits it."""
        fitting = [
            each
            for each in self.all
            if self._free(each) and each.filled > 0.5 and each.time_share < 0.9 and not self._of_case(each)
        ]
        single = self._by_name("activity", [e for e in fitting if not hints.SUB_ACTIVITY.fullmatch(e.name)])
        if single is None:
            return None
        second = self._second(self.by_name[single.columns[0]], fitting)
        if second is None:
            return single
        why = f"“{second.name}” splits “{single.columns[0]}” further"
        why_zh = f"“{second.name}”把“{single.columns[0]}”进一步细分"
        if any(set(keys) == {single.columns[0], second.name} for keys in self.classifiers.values()):
            why, why_zh = (
                f"the log's own classifier names both; {why}",
                f"日志自带的分类器同时列出两者；{why_zh}",
            )
        return Choice("activity", (single.columns[0], second.name), why, why_zh, "high")

    def _second(self, first: Column, fitting: Sequence[Column]) -> Column | None:
        for each in fitting:
            if hints.SUB_ACTIVITY.fullmatch(each.name) and each.distinct > 1:
                pairs = len(set(zip(first.values, each.values, strict=True)))
                if pairs > first.distinct:
                    return each
        return None

    # -- who ---------------------------------------------------------------------------------------

    def resource(self) -> Choice | None:
        """The person who did it: named so, and not the country they are in."""
        return self._by_name("resource", self._parties())

    def team(self) -> Choice | None:
        """The finest grouping that still hands over; the person when no group does."""
        person = self._chosen_column("resource")
        named = [
            each
            for each in self._parties()
            if hints.rank("team", each.name) < 99 and (person is None or each.name != person.name)
        ]
        named.sort(key=lambda each: hints.rank("team", each.name))
        moving = [
            each for each in named if self._moves(each) and (person is None or not self._is_person(each))
        ]
        if moving:
            return self._finest(moving)
        if person is not None and self._moves(person):
            idle = (
                f"“{named[0].name}” hardly ever changes while a case travels" if named else "there is no team"
            )
            idle_zh = f"“{named[0].name}”在案例流转中几乎不变" if named else "没有团队列"
            why, why_zh = (
                f"{idle}, and this one does: each person counts as a party",
                f"{idle_zh}，而这一列会变：每个人算一方",
            )
            return Choice("team", (person.name,), why, why_zh, "medium")
        return self._still(named)

    def _finest(self, moving: Sequence[Column]) -> Choice:
        """Of columns that tell each other, the finest: the others are levels above it."""
        best = moving[0]
        above: list[str] = []
        for each in moving[1:]:
            if each.distinct > best.distinct and each.determines(best) >= TELLS:
                above.append(best.name)
                best = each
        if not above:
            why = f"it is named like a team, has {best.distinct} values in a sample and changes inside cases"
            why_zh = f"名称像团队，样本中有 {best.distinct} 个值，且在案例内会变化"
            return Choice("team", (best.name,), why, why_zh, "high" if len(moving) == 1 else "medium")
        lines = "”, “".join(f"{name}” ({self.by_name[name].distinct}" for name in above) + ")"
        why = f"its values ({best.distinct} in a sample) tell “{lines}, which is therefore a level above it"
        why_zh = f"它的值（样本中 {best.distinct} 个）决定了“{'”、“'.join(above)}”，后者因此是其上一级"
        return Choice("team", (best.name,), why, why_zh, "high")

    def _still(self, named: Sequence[Column]) -> Choice | None:
        if not named:
            return None
        best = named[0]
        why, why_zh = (
            "it is named like a team, though it never changes inside a case",
            "名称像团队，但在案例内从不变化",
        )
        return Choice("team", (best.name,), why, why_zh, "low")

    def _parties(self) -> list[Column]:
        return [
            each
            for each in self.all
            if self._free(each)
            and not self._of_case(each)
            and each.time_share < 0.9
            and each.distinct
            and not hints.NOT_A_PARTY.fullmatch(each.name)
        ]

    def _moves(self, column: Column) -> bool:
        case = self._chosen_column("case")
        return case is not None and column.changes_in(case.values) >= MOVES

    def _is_person(self, column: Column) -> bool:
        person = self._chosen_column("resource")
        return person is not None and column.name == person.name

    # -- what the request is about -----------------------------------------------------------------

    def about(self, role: str) -> Choice | None:
        """Title, priority, service, deadline, requester: by name, if the values can be that."""
        fitting = [
            each
            for each in self.all
            if each.name not in self._taken()
            and self._suits(role, each)
            and each.distinct > (role not in {"title", "deadline"})
        ]
        return self._by_name(role, fitting)

    def _suits(self, role: str, column: Column) -> bool:
        if role == "deadline":
            return column.time_share >= 0.9
        if role == "service":
            return column.distinct <= 60 and column.filled > 0.9
        if role == "priority":
            known = {value: hints.priority(value) for value in set(column.values) if value}
            return column.distinct <= 12 and all(known.values())
        return column.time_share < 0.9

    # -- shared ------------------------------------------------------------------------------------

    def _by_name(self, role: str, fitting: Sequence[Column]) -> Choice | None:
        named = [each for each in fitting if hints.rank(role, each.name) < 99]
        if not named:
            return None
        best = min(named, key=lambda each: hints.rank(role, each.name))
        others = len([each for each in named if hints.rank(role, each.name) == hints.rank(role, best.name)])
        place = hints.rank(role, best.name)
        sure = "high" if place <= 1 and others == 1 else "medium"
        return Choice(role, (best.name,), "of its name and its values", "列名和取值符合", sure)

    def _free(self, column: Column) -> bool:
        return column.name not in self._taken()

    def _taken(self) -> set[str]:
        return {name for choice in self.chosen.values() for name in choice.columns}

    def _of_case(self, column: Column) -> bool:
        return column.name.startswith("case:")

    def _chosen_column(self, role: str) -> Column | None:
        choice = self.chosen.get(role)
        return self.by_name.get(choice.columns[0]) if choice else None


def guess(
    sample: Sequence[Record], given: Mapping[str, Any], classifiers: Mapping[str, Sequence[str]]
) -> list[Choice]:
    """A choice for every role that could be filled. ``given``: columns by role that are not to be guessed.

    Raises LogError when case, time or activity cannot be told, or a given column does not exist.
    """
    guesser = Guesser(sample, given, classifiers)
    names = [column.name for column in guesser.all]
    asked: dict[str, Callable[[], Choice | None]] = {
        "case": guesser.case,
        "time": guesser.time,
        "activity": guesser.activity,
        "resource": guesser.resource,
        "team": guesser.team,
    }
    for role in ("deadline", "title", "priority", "requester", "service"):
        asked[role] = lambda role=role: guesser.about(role)  # type: ignore[misc]
    for role, ask in asked.items():
        choice = _given(role, given.get(role), names) if role in given else ask()
        if choice is not None:
            guesser.chosen[role] = choice
        elif role in NEEDED:
            zh = {"case": "案例", "time": "时间", "activity": "活动"}[role]
            raise LogError("cannot_guess", role=role, role_zh=zh, option=role, columns=", ".join(names))
    return list(guesser.chosen.values())


def _given(role: str, value: Any, names: Sequence[str]) -> Choice | None:
    """A column named by hand; an empty name means that the role shall stay open."""
    wanted = (value,) if isinstance(value, str) else tuple(value or ())
    for column in wanted:
        if column and column not in names:
            raise LogError("no_such_column", column=column, columns=", ".join(names))
    kept = tuple(column for column in wanted if column)
    return Choice(role, kept, "it was named", "已指定", "given") if kept else None
