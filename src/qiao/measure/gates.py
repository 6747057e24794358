"""The display gates: how much data each kind of output needs. The only table of its kind.

Source: MEASUREMENT.md, "Display gates". n means distinct respondents (or the unit named here),
never responses. An organisation may raise a minimum and never lower it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from .reasons import Reason


@dataclass(frozen=True, slots=True)
class Gate:
    """`minimum` to show at all; below `firm` what is shown is marked provisional."""

    minimum: int
    unit: str = "respondents"
    firm: int = 0
    per_side: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Enough or not, and how many more. True in a condition when there is enough."""

    enough: bool
    n: int
    needed: int
    unit: str = "respondents"
    reason: Reason | None = None
    provisional: bool = False

    def __bool__(self) -> bool:
        return self.enough

    @property
    def more(self) -> int:
        """How many more are needed (0 when there is enough, or when numbers are not the problem)."""
        return max(0, self.needed - self.n)

    def sentence(self, language: str = "en") -> str:
        """ "Enough data", "provisional", or the reason why not."""
        if self.reason is not None:
            return self.reason.sentence(language)
        chinese = language.lower().startswith("zh")
        if self.provisional:
            return "数据刚够，结果暂定。" if chinese else "Just enough data: provisional."
        return "数据足够。" if chinese else "Enough data."


FLOOR: Mapping[str, Gate] = MappingProxyType(
    {
        "score": Gate(5),
        "comment": Gate(10),
        "comparison": Gate(10, per_side=True),
        "colour": Gate(10, per_side=True),
        "net_score": Gate(30),
        "icc": Gate(8, "departments"),
        "shrinkage": Gate(8, "departments"),
        "overdispersion": Gate(10, "departments"),
        "xmr": Gate(12, "points", firm=20),
        "interrupted_series": Gate(8, "points", firm=12, per_side=True),
        "alpha": Gate(100),
        "omega": Gate(100),
        "drivers": Gate(100),
        "drivers_per_predictor": Gate(15),
        "factor_analysis": Gate(200),
        "p85": Gate(19, "cases"),
        "p95": Gate(59, "cases"),
        # Named in the text of the handbook rather than in its table.
        "at_risk": Gate(10, "cases"),
        "forecast": Gate(20, "periods"),
        "reciprocity": Gate(6, "departments"),
        "network": Gate(10, "people"),
        "permutation_below": Gate(10, "departments"),
    }
)
_table: Mapping[str, Gate] = FLOOR


def gate(name: str) -> Gate:
    """The gate in force."""
    return _table[name]


def minimum(name: str) -> int:
    """The minimum in force, for instance `minimum("score")` = 5."""
    return _table[name].minimum


def configure(minimums: Mapping[str, int]) -> None:
    """Raise gates for this process; whatever is not named goes back to the handbook's minimum.

    Raises ValueError for an unknown gate or a minimum below the handbook's.
    """
    global _table
    table = dict(FLOOR)
    for name, value in minimums.items():
        if name not in FLOOR:
            raise ValueError(f"unknown gate {name!r}")
        if value < FLOOR[name].minimum:
            raise ValueError(f"gate {name!r} may be raised, not lowered below {FLOOR[name].minimum}")
        table[name] = replace(FLOOR[name], minimum=value, firm=max(value, FLOOR[name].firm))
    _table = MappingProxyType(table)


def verdict(name: str, n: int, *, at_least: int = 0) -> Verdict:
    """Judge n against a gate. For a gate that counts per side, n is the smaller side.

    `at_least` raises the need for one call (drivers: 15 per predictor); it never lowers it.
    """
    rule = _table[name]
    need = max(rule.minimum, at_least)
    if n >= need:
        return Verdict(True, n, need, rule.unit, provisional=n < max(need, rule.firm))
    code = "too_few_per_side" if rule.per_side else "too_few"
    params = {"have": n, "need": need, "more": need - n, "unit": rule.unit}
    return Verdict(False, n, need, rule.unit, Reason(code, params))


def refuse(n: int, code: str, **params: object) -> Verdict:
    """The verdict for input that more data alone would not cure."""
    plain = {name: _plain(value) for name, value in params.items()}
    return Verdict(False, n, n, reason=Reason(code, plain))


def _plain(value: object) -> object:
    """Whole numbers without ".0" and no NaN in a sentence."""
    if isinstance(value, float) and value != value:
        return "?"
    return int(value) if isinstance(value, float) and value.is_integer() else value
