"""Sentences about departments and judging them: English, Chinese."""

TEXTS = {
    "icc.yes": (
        "{n} answers about {departments} departments: departments really differ, and their means can be "
        "told apart.",
        "{departments} 个部门共 {n} 份答卷：部门之间确有差别，平均分可以区分。",
    ),
    "icc.no": (
        "{n} answers about {departments} departments: too few to tell departments apart; each would need "
        "{needed} respondents. No ranking.",
        "{departments} 个部门共 {n} 份答卷：还不足以区分部门，每个部门需要 {needed} 位受访者。不排名。",
    ),
    "r_wg": (
        "{n} people agree to {estimate:.2f} (1 is full agreement, 0 as scattered as chance).",
        "{n} 人的看法一致程度为 {estimate:.2f}（1 为完全一致，0 为像随机一样分散）。",
    ),
    "shrinkage": (
        "{n} answers about {departments} departments, on average {estimate:.2f}; {apart} of them clearly "
        "differ from the average.",
        "{departments} 个部门共 {n} 份答卷，平均 {estimate:.2f}；其中 {apart} 个部门与平均水平有明确差别。",
    ),
    "shrunken": (
        "From {n} answers: {raw:.2f} measured, {estimate:.2f} after allowing for chance (plausibly "
        "{low:.2f} to {high:.2f}).",
        "{n} 份答卷：实测 {raw:.2f}，扣除偶然因素后为 {estimate:.2f}（大概在 {low:.2f} 到 {high:.2f} 之间"
        "）。",
    ),
    "chart.quiet": (
        "{n} points, on average {estimate:.2f}: nothing out of the ordinary.",
        "{n} 个时间点，平均 {estimate:.2f}：属于正常波动。",
    ),
    "chart.signal": (
        "{n} points, on average {estimate:.2f}: {signals} signal(s) that something has changed.",
        "{n} 个时间点，平均 {estimate:.2f}：有 {signals} 处提示情况起了变化。",
    ),
    "share_chart.quiet": (
        "{n} points, on average {estimate:.1%}: nothing out of the ordinary.",
        "{n} 个时间点，平均 {estimate:.1%}：属于正常波动。",
    ),
    "share_chart.signal": (
        "{n} points, on average {estimate:.1%}: {signals} signal(s) that something has changed.",
        "{n} 个时间点，平均 {estimate:.1%}：有 {signals} 处提示情况起了变化。",
    ),
    "funnel": (
        "{departments} departments against {estimate:.0%}: {outside} lie further off than chance explains.",
        "{departments} 个部门对照 {estimate:.0%}：有 {outside} 个的偏离超出偶然。",
    ),
    "composite": (
        "{estimate:.0f} of 100 points against the agreed standard (plausibly {low:.0f} to {high:.0f}).",
        "对照约定标准得 {estimate:.0f} 分（满分 100，大概在 {low:.0f} 到 {high:.0f} 之间）。",
    ),
    "rank_stability.bands": (
        "With slightly different weights some of the {units} ranks move by up to {estimate:.0f} places: "
        "only bands are shown.",
        "权重稍有变化，{units} 个名次中最多会移动 {estimate:.0f} 位：只显示分档，不显示名次。",
    ),
    "rank_stability.ranks": (
        "The {units} ranks hold under slightly different weights (moves of up to {estimate:.0f}).",
        "权重稍有变化时，{units} 个名次基本不变（最多移动 {estimate:.0f} 位）。",
    ),
    "raters": (
        "{raters} raters, {targets} rated: {estimate:.0%} of the differences come from those who were rated.",
        "{raters} 位评价人、{targets} 个被评对象：{estimate:.0%} 的差异来自被评对象本身。",
    ),
    "rated": (
        "{n} raters: {raw:.1f} as given, {estimate:.1f} after allowing for strict and lenient raters "
        "(plausibly {low:.1f} to {high:.1f}).",
        "{n} 位评价人：原始 {raw:.1f}，扣除宽严差异后为 {estimate:.1f}（大概在 {low:.1f} 到 {high:.1f} 之"
        "间）。",
    ),
    "rated_exact": (
        "{n} raters: {raw:.1f} as given, {estimate:.1f} after allowing for strict and lenient raters.",
        "{n} 位评价人：原始 {raw:.1f}，扣除宽严差异后为 {estimate:.1f}。",
    ),
    "reciprocity.raised": (
        "Among {n} departments good ratings are returned more often than chance explains ({estimate:.2f}"
        "): a prompt to look, not guilt.",
        "{n} 个部门之间互给高分的程度超出偶然（{estimate:.2f}）：只是提示查看，不是定论。",
    ),
    "reciprocity.quiet": (
        "Among {n} departments there is no sign that good ratings are returned.",
        "{n} 个部门之间没有互给高分的迹象。",
    ),
    "straight_lining": (
        "{estimate:.0%} of {n} people ticked the same answer all the way down.",
        "在 {n} 人中，{estimate:.0%} 从头到尾选了同一个答案。",
    ),
    "end_spike": (
        "{estimate:.0%} of {n} were closed in the last days, {expected:.0%} would be even.",
        "{n} 件中有 {estimate:.0%} 在期末几天办结，均匀分布应为 {expected:.0%}。",
    ),
    "splitting": (
        "{estimate:.0%} of {n} requests follow closely upon another one of the same kind and person.",
        "{n} 件申请中，{estimate:.0%} 紧跟在同一人同类申请之后。",
    ),
    "growth": (
        "The share changed by {estimate:+.0%} ({n} cases), plausibly between {low:+.0%} and {high:+.0%}.",
        "占比变化 {estimate:+.0%}（共 {n} 件），真实变化大概在 {low:+.0%} 到 {high:+.0%} 之间。",
    ),
    "release": (
        "{shown_cuts} of {n} figures may be shown; {withheld} are withheld to protect those who answered.",
        "{n} 项数字中可以显示 {shown_cuts} 项；为保护答卷人，{withheld} 项不显示。",
    ),
}
