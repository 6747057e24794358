"""Sentences about questions, changes, learning and networks: English, Chinese."""

TEXTS = {
    "alpha": (
        "The {items} questions hang together with {estimate:.2f} ({n} people; plausibly {low:.2f} to "
        "{high:.2f}).",
        "这 {items} 道题的内部一致性为 {estimate:.2f}（{n} 人作答，大概在 {low:.2f} 到 {high:.2f} 之间）。",
    ),
    "kr20": (
        "The quiz of {items} questions is reliable to {estimate:.2f} ({n} people; plausibly {low:.2f} to "
        "{high:.2f}).",
        "这份 {items} 题的测验信度为 {estimate:.2f}（{n} 人作答，大概在 {low:.2f} 到 {high:.2f} 之间）。",
    ),
    "omega": (
        "The sum score is reliable to {estimate:.2f} ({n} people; plausibly {low:.2f} to {high:.2f}).",
        "总分的信度为 {estimate:.2f}（{n} 人作答，大概在 {low:.2f} 到 {high:.2f} 之间）。",
    ),
    "item_total": (
        "{weak} question(s) do not fit the others well: {names} ({n} people).",
        "有 {weak} 道题与其他题不太相合：{names}（{n} 人作答）。",
    ),
    "factor_model.fits": (
        "The answers of {n} people fit the intended dimensions.",
        "{n} 人的回答符合问卷设计的维度。",
    ),
    "factor_model.misfits": (
        "The answers of {n} people do not fit the intended dimensions well: treat the instrument as not "
        "yet validated.",
        "{n} 人的回答与问卷设计的维度不太相符：此问卷仍按未验证对待。",
    ),
    "exploration": (
        "The answers of {n} people show {estimate:.0f} dimension(s).",
        "{n} 人的回答呈现出 {estimate:.0f} 个维度。",
    ),
    "drivers": (
        "{estimate:.0%} of the overall score goes along with these questions ({n} people), most with “"
        "{first}”; association, not cause.",
        "总体评分中有 {estimate:.0%} 与这些题目有关（{n} 人），最相关的是“{first}”；这是关联，非因果。",
    ),
    "drivers_plain": (
        "{estimate:.0%} of the overall score goes along with these questions ({n} people); association, "
        "not cause.",
        "总体评分中有 {estimate:.0%} 与这些题目有关（{n} 人）；这是关联，非因果。",
    ),
    "logistic": (
        "The questions tell {estimate:.0%} of what separates yes from no ({n} people); association, "
        "not cause.",
        "这些题目能说明是与否差别的 {estimate:.0%}（{n} 人）；这是关联，非因果。",
    ),
    "odds": (
        "With each point more, the odds of a yes change by a factor of {estimate:.2f} (plausibly "
        "{low:.2f} to {high:.2f}, {n} people); association, not cause.",
        "每高一分，“是”的胜算变为 {estimate:.2f} 倍（大概在 {low:.2f} 到 {high:.2f} 之间，{n} 人）；"
        "这是关联，非因果。",
    ),
    "driver": (
        "It goes along with {estimate:.0%} of the overall score (plausibly {low:.0%} to {high:.0%}, {n} "
        "people); association, not cause.",
        "与总体评分的 {estimate:.0%} 有关（大概在 {low:.0%} 到 {high:.0%} 之间，{n} 人）；这是关联，非因果。",
    ),
    "priorities": (
        "{estimate:.0f} of {items} questions have a clear place ({n} people); start with: {concentrate}.",
        "{items} 道题中有 {estimate:.0f} 道位置明确（{n} 人）；可以先从这里入手：{concentrate}。",
    ),
    "kano": (
        "Of {n} people, {estimate:.0%} would be pleased to have it and {hurt:.0%} would miss it.",
        "在 {n} 人中，有它会让 {estimate:.0%} 的人满意，没有它会让 {hurt:.0%} 的人不满。",
    ),
    "paired": (
        "The same {n} people changed by {estimate:+.2f} on average, plausibly between {low:+.2f} and "
        "{high:+.2f}.",
        "同样的 {n} 人平均变化 {estimate:+.2f}，真实变化大概在 {low:+.2f} 到 {high:+.2f} 之间。",
    ),
    "interruption": (
        "At the date the level changed by {estimate:+.2f} (approximate; plausibly {low:+.2f} to "
        "{high:+.2f}); at {placebo:.0%} of dates without any action it looks the same.",
        "到该日期时水平变化 {estimate:+.2f}（近似值，大概在 {low:+.2f} 到 {high:+.2f} 之间）；没有行动的"
        "日期里有 {placebo:.0%} 也呈现同样的变化。",
    ),
    "slope_change": (
        "From the date on, each period changes by {estimate:+.3f} more (approximate; {low:+.3f} to "
        "{high:+.3f}).",
        "从该日期起，每个周期的变化增加 {estimate:+.3f}（近似值，{low:+.3f} 到 {high:+.3f}）。",
    ),
    "did": (
        "Beyond what changed elsewhere, {estimate:+.2f} (plausibly {low:+.2f} to {high:+.2f}); {treated} "
        "units with and {control} without the action.",
        "扣除其他地方的同期变化后为 {estimate:+.2f}（大概在 {low:+.2f} 到 {high:+.2f} 之间）；有行动的 "
        "{treated} 个单位，无行动的 {control} 个。",
    ),
    "cusum": (
        "{n} points: a lasting shift away from {estimate:.2f}, setting in around point {began}.",
        "{n} 个时间点：大约从第 {began} 点起，持续偏离了 {estimate:.2f}。",
    ),
    "cusum_quiet": (
        "{n} points: no lasting shift away from {estimate:.2f}.",
        "{n} 个时间点：没有持续偏离 {estimate:.2f}。",
    ),
    "item_statistics": (
        "{items} quiz questions, {n} people: {estimate:.0%} right on average; {weak} question(s) to look at.",
        "{items} 道测验题，{n} 人作答：平均答对 {estimate:.0%}；有 {weak} 道题需要检查。",
    ),
    "comprehension": (
        "Of {n} people, {estimate:.0%} understood (plausibly {low:.0%} to {high:.0%}).",
        "在 {n} 人中，{estimate:.0%} 真正理解（大概在 {low:.0%} 到 {high:.0%} 之间）。",
    ),
    "fidelity": (
        "{left:.0%} of the key points are left at the end; each hop keeps {estimate:.0%}.",
        "传到最后还剩 {left:.0%} 的要点；每传一层保留 {estimate:.0%}。",
    ),
    "voices": (
        "{estimate:.0%} of {n} people have spoken up; {per_hundred:.1f} voices per 100 people.",
        "{n} 人中有 {estimate:.0%} 发过声；每百人 {per_hundred:.1f} 条意见。",
    ),
    "broker": (
        "Among {n} people, most of the paths between others run through {who}.",
        "在 {n} 人之中，别人之间的联系最多经过 {who}。",
    ),
    "constraint": (
        "Among {n} people, the contacts of {who} are the most closed in among themselves.",
        "在 {n} 人之中，{who} 的联系圈最封闭。",
    ),
    "degree": (
        "Among {n} people, {who} is named most often ({estimate:.0f} times).",
        "在 {n} 人之中，{who} 被提到最多（{estimate:.0f} 次）。",
    ),
    "out_degree": (
        "Among {n} people, {who} names the most others ({estimate:.0f}).",
        "在 {n} 人之中，{who} 提到的人最多（{estimate:.0f} 人）。",
    ),
    "standing": (
        "Among {n} people, {who} is the one whom sought-after people seek.",
        "在 {n} 人之中，{who} 最受有声望的人看重。",
    ),
    "density": (
        "{estimate:.0%} of all possible ties among {n} people exist.",
        "{n} 人之间可能的联系中，已有 {estimate:.0%}。",
    ),
    "mutuality": (
        "Among {n} people, {estimate:.0%} of the ties are returned.",
        "在 {n} 人之中，{estimate:.0%} 的联系是双向的。",
    ),
    "ei": (
        "Among {n} people the balance of ties across departments is {estimate:+.2f}; mixed at random it "
        "would be {expected:+.2f} ({low:+.2f} to {high:+.2f}).",
        "在 {n} 人之中，跨部门联系的比重为 {estimate:+.2f}；若不分部门随机联系，应为 {expected:+.2f}（"
        "{low:+.2f} 到 {high:+.2f}）。",
    ),
}
