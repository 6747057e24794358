"""Sentences about shares, means, times and forecasts: English, Chinese."""

TEXTS = {
    "value": (
        "Among {n}: {estimate:.2f}, plausibly between {low:.2f} and {high:.2f}.",
        "在 {n} 份数据中为 {estimate:.2f}，真实值大概在 {low:.2f} 到 {high:.2f} 之间。",
    ),
    "many": (
        "{n} values: {shown} may be shown, {hidden} have too few answers.",
        "共 {n} 个数值：{shown} 个可以显示，{hidden} 个数据不足。",
    ),
    "share": (
        "Out of {n}, {estimate:.0%}; the true share is plausibly between {low:.0%} and {high:.0%}.",
        "在 {n} 例中占 {estimate:.0%}，真实比例大概在 {low:.0%} 到 {high:.0%} 之间。",
    ),
    "attainment": (
        "Of {n} promises, {estimate:.0%} were kept (plausibly {low:.0%} to {high:.0%}); overdue open "
        "ones count as not kept.",
        "在 {n} 个承诺中，兑现了 {estimate:.0%}（大概在 {low:.0%} 到 {high:.0%} 之间）；已超时未办结的算"
        "未兑现。",
    ),
    "share_difference": (
        "A difference of {estimate:+.0%} in all {n} cases, plausibly between {low:+.0%} and {high:+.0%}.",
        "两侧共 {n} 例，相差 {estimate:+.0%}，真实差距大概在 {low:+.0%} 到 {high:+.0%} 之间。",
    ),
    "quantile_bound": (
        "Judging by {n} finished cases, the promise can safely be set at {high:.1f}; so far it took "
        "{estimate:.1f}.",
        "根据 {n} 件已办结的事项，承诺定在 {high:.1f} 以内比较稳妥；目前实际为 {estimate:.1f}。",
    ),
    "likert": (
        "Among {n} colleagues the mean is {estimate:.1f} of {points} (plausibly {low:.1f} to {high:.1f}"
        "); {top:.0%} chose one of the two best answers.",
        "在 {n} 位同事中，平均 {estimate:.1f} 分（满分 {points} 分，真实值大概在 {low:.1f} 到 {high:.1f} "
        "之间），{top:.0%} 选了最高的两档。",
    ),
    "difference": (
        "The two sides ({n} people in all) differ by {estimate:+.2f}, plausibly between {low:+.2f} and "
        "{high:+.2f}.",
        "两侧共 {n} 人，相差 {estimate:+.2f}，真实差距大概在 {low:+.2f} 到 {high:+.2f} 之间。",
    ),
    "net_score": (
        "Among {n} colleagues the recommendation net score is {estimate:+.0f}, plausibly between "
        "{low:+.0f} and {high:+.0f}.",
        "在 {n} 位同事中，推荐意愿净值为 {estimate:+.0f}，真实值大概在 {low:+.0f} 到 {high:+.0f} 之间。",
    ),
    "weights": (
        "{n} people answered ({rate:.0%}); after weighting they tell as much as {estimate:.0f} evenly "
        "spread ones.",
        "{n} 人作答（回收率 {rate:.0%}），加权之后相当于 {estimate:.0f} 份均匀分布的答卷。",
    ),
    "weighted": (
        "Weighted for those who did not answer, the mean of {n} people is {estimate:.2f} (plausibly "
        "{low:.2f} to {high:.2f}).",
        "按未作答情况加权后，{n} 人的平均为 {estimate:.2f}（大概在 {low:.2f} 到 {high:.2f} 之间）。",
    ),
    "manski": (
        "{n} people answered ({rate:.0%}), {estimate:.0%} of them agree; whatever the silent think, "
        "among all it is between {low:.0%} and {high:.0%}.",
        "{n} 人作答（回收率 {rate:.0%}），其中 {estimate:.0%} 认同；不论未作答者怎么想，全体之中都在 "
        "{low:.0%} 到 {high:.0%} 之间。",
    ),
    "flow_efficiency": (
        "In {n} cases, {estimate:.0%} of the time was spent working on them; the rest was waiting.",
        "在 {n} 件事项中，{estimate:.0%} 的时间在真正处理，其余在等待。",
    ),
    "working_state": (
        "In {n} cases, {estimate:.0%} of the time was in the state “in work” (not measured work).",
        "在 {n} 件事项中，处理状态占比为 {estimate:.0%}（不等于实际工时）。",
    ),
    "survival": (
        "Counting also what is still open ({n} cases), half are finished after {estimate:.1f} (plausibly "
        "{low:.1f} to {high:.1f}).",
        "把未办结的也算在内（{n} 件），一半在 {estimate:.1f} 之内办完（大概在 {low:.1f} 到 {high:.1f} 之"
        "间）。",
    ),
    "survival_at": (
        "Of {n} cases, {estimate:.0%} are still open at that age (plausibly {low:.0%} to {high:.0%}).",
        "在 {n} 件事项中，到那时仍有 {estimate:.0%} 未办结（大概在 {low:.0%} 到 {high:.0%} 之间）。",
    ),
    "duration": (
        "Counting also what is still open ({n} cases), it takes {estimate:.1f} (plausibly {low:.1f} to "
        "{high:.1f}).",
        "把未办结的也算在内（{n} 件），需要 {estimate:.1f}（大概在 {low:.1f} 到 {high:.1f} 之间）。",
    ),
    "incidence": (
        "Of {n} cases, {estimate:.0%} have ended so far.",
        "在 {n} 件事项中，目前已结束 {estimate:.0%}。",
    ),
    "incidence_at": (
        "Of {n} cases, {estimate:.0%} had ended this way by then (plausibly {low:.0%} to {high:.0%}).",
        "在 {n} 件事项中，到那时有 {estimate:.0%} 以这种方式结束（大概在 {low:.0%} 到 {high:.0%} 之间）。",
    ),
    "forecast_amount": (
        "Judging by {n} recent periods: {p85:.0f} will be done with 85 % certainty ({p50:.0f} with 50 %, "
        "{p95:.0f} with 95 %).",
        "根据最近 {n} 个周期：有 85% 的把握办完 {p85:.0f} 件（50% 的把握 {p50:.0f} 件，95% 的把握 "
        "{p95:.0f} 件）。",
    ),
    "forecast_periods": (
        "Judging by {n} recent periods: done within {p85:.0f} periods with 85 % certainty ({p50:.0f} "
        "with 50 %, {p95:.0f} with 95 %).",
        "根据最近 {n} 个周期：有 85% 的把握在 {p85:.0f} 个周期内办完（50% 的把握 {p50:.0f} 个，95% 的把握"
        " {p95:.0f} 个）。",
    ),
    "littles_law": (
        "Counts and clocks of {n} cases agree to a factor of {estimate:.2f} (1 is full agreement).",
        "{n} 件事项的数量与时钟相互印证的程度为 {estimate:.2f}（1 表示完全一致）。",
    ),
}
