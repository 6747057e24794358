"""Why a number cannot be given: typed, with parameters, and readable in both languages.

Pure: no gettext here, so that the library works on its own. Every code has an English and a
Chinese (zh-Hans) text; a test keeps the two complete and their parameters equal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Language = Literal["en", "zh-Hans"]

UNITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "respondents": ("respondents", "位受访者"),
        "people": ("people", "人"),
        "departments": ("departments", "个部门"),
        "points": ("points in time", "个时间点"),
        "cases": ("cases", "件"),
        "items": ("questions", "道题"),
        "raters": ("raters", "位评价人"),
        "pairs": ("pairs", "对"),
        "periods": ("periods", "个周期"),
        "groups": ("groups", "组"),
    }
)

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "too_few": (
            "Not enough data: {have} of {need} {unit}, {more} more needed.",
            "数据不足：需要 {need} {unit}，现有 {have}，还差 {more}。",
        ),
        "too_few_per_side": (
            "Not enough data: each side needs {need} {unit}; the smaller one has {have}, {more} more needed.",
            "数据不足：每一侧都需要 {need} {unit}，较少的一侧只有 {have}，还差 {more}。",
        ),
        "empty": ("There is nothing to count yet.", "还没有可以统计的数据。"),
        "impossible_count": (
            "The counts contradict each other: {part} out of {whole}.",
            "数目互相矛盾：{whole} 之中有 {part}。",
        ),
        "not_a_number": (
            "Some values are infinite or are no numbers ({where}).",
            "有的值不是有限的数（{where}）。",
        ),
        "out_of_range": (
            "{where}: values must lie between {low} and {high}.",
            "{where}：数值必须在 {low} 与 {high} 之间。",
        ),
        "different_lengths": (
            "The inputs do not belong together: {first} against {second} entries.",
            "输入的长度不一致：{first} 与 {second}。",
        ),
        "constant_column": (
            "Everybody answered “{column}” alike, so it cannot be related to anything.",
            "“{column}”的回答全部相同，无法计算关联。",
        ),
        "no_variation": (
            "There is no variation at all, so this cannot be calculated.",
            "数据没有任何差异，无法计算。",
        ),
        "negative_covariance": (
            "The questions contradict each other on average; check which ones are asked the other way round.",
            "各题总体上互相抵触，请检查反向计分的题目。",
        ),
        "collinear": (
            "Some questions say exactly the same as others together ({columns}); leave one out.",
            "有的题目完全可以由其他题目推出（{columns}），请去掉一道。",
        ),
        "disconnected": (
            "The raters and the rated fall into {parts} groups without a link, so nobody can be compared "
            "across them.",
            "评价人与被评者分成 {parts} 个互不相连的群组，无法跨组比较。",
        ),
        "perfect_separation": (
            "The questions tell yes from no without a single exception; how strongly cannot be estimated.",
            "这些题目把“是”与“否”完全分开、没有例外，无法估计影响的大小。",
        ),
        "perfect_fit": (
            "The values are explained without any remainder, so their uncertainty cannot be estimated.",
            "数据被完全解释、没有余差，无法估计不确定性。",
        ),
        "no_convergence": (
            "The calculation did not settle on an answer; more or better data are needed.",
            "计算没有收敛，需要更多或更好的数据。",
        ),
        "improper_solution": (
            "The model gives impossible values ({where}); it does not fit these data.",
            "模型给出了不可能的值（{where}），不适合这些数据。",
        ),
        "unidentified": (
            "The model asks more than the data can answer: {where}.",
            "数据不足以确定这个模型：{where}。",
        ),
        "bad_weights": (
            "The weights must not be negative and must add up to more than nothing.",
            "权重不能为负，且总和必须大于零。",
        ),
        "satisfaction_share": (
            "Satisfaction may be at most {limit:.0%} of a composite; here it is {share:.0%}.",
            "满意度在综合得分中最多占 {limit:.0%}，目前是 {share:.0%}。",
        ),
        "missing_group": (
            "No answers from “{group}”, so its voice cannot be weighted in.",
            "“{group}”没有人回答，无法用权重补上他们的声音。",
        ),
        "no_comparison": (
            "There is no comparison group, so a change cannot be told from chance movement.",
            "没有对照组，无法区分改善与自然波动。",
        ),
        "too_many": (
            "At most {limit} {unit} can be worked on at once; here are {have}.",
            "一次最多处理 {limit} {unit}，目前有 {have}。",
        ),
        "not_reached": (
            "Fewer than half are finished so far, so there is no typical time yet.",
            "目前完成的不到一半，还得不出典型用时。",
        ),
        "cut_too_small": (
            "Withheld to protect the people who answered: fewer than {k} of them.",
            "为保护答卷人而不显示：不足 {k} 人作答。",
        ),
        "cut_too_close": (
            "Withheld: together with “{other}” it would tell about fewer than {k} people.",
            "不显示：与“{other}”相减，会透露不足 {k} 人的回答。",
        ),
        "remainder_too_small": (
            "Withheld: what is left of the whole would be fewer than {k} people.",
            "不显示：从总体中减去它，剩下的不足 {k} 人。",
        ),
        "cut_identifies": (
            "Withheld: with all figures published so far, one person's answer could be worked out.",
            "不显示：与已公布的各项数字合在一起，可以推算出个人的回答。",
        ),
        "unknown_node": (
            "A tie names “{what}”, who is not among the people.",
            "关系中出现了名单之外的“{what}”。",
        ),
        "no_voices": (
            "Nobody has spoken up: that means unknown, not satisfied.",
            "还没有人发声：这表示情况不明，不等于满意。",
        ),
        "duplicate": ("“{what}” occurs more than once.", "“{what}”重复出现。"),
    }
)


def chinese(language: str) -> bool:
    """Whether a language tag (`zh-Hans`, `zh-cn`, `zh_CN`, `zh`) asks for Chinese."""
    return language.lower().startswith("zh")


def unit_name(unit: str, language: str) -> str:
    """The name of a counted unit in one language."""
    return UNITS[unit][chinese(language)]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no number: `code` for programs, `params` for the sentence."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in TEXTS:
            raise KeyError(self.code)

    def sentence(self, language: str = "en") -> str:
        """The reason in plain words."""
        params = dict(self.params)
        if "unit" in params:
            params["unit"] = unit_name(str(params["unit"]), language)
        return TEXTS[self.code][chinese(language)].format(**params)
