"""The plain sentences of the results, in English and Chinese, for a team leader and not for a statistician.

One table keyed by the `kind` of a result. A test renders every kind in both languages.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from .reasons import chinese

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "value": (
            "Among {n}: {estimate:.2f}, plausibly between {low:.2f} and {high:.2f}.",
            "在 {n} 份数据中:{estimate:.2f},真实值大概在 {low:.2f} 到 {high:.2f} 之间。",
        ),
        "plain": ("Among {n}: {estimate:.2f}.", "在 {n} 份数据中:{estimate:.2f}。"),
        "many": (
            "{n} values: {shown} may be shown, {hidden} have too few answers.",
            "共 {n} 个数值:{shown} 个可以显示,{hidden} 个数据不足。",
        ),
        "share": (
            "In {n} cases the share is {estimate:.0%}; the true share is plausibly between {low:.0%} and "
            "{high:.0%}.",
            "在 {n} 例中占 {estimate:.0%},真实比例大概在 {low:.0%} 到 {high:.0%} 之间。",
        ),
    }
)


def render(kind: str, language: str, facts: Mapping[str, Any]) -> str:
    """The sentence of a kind of result, filled with its numbers."""
    return TEXTS[kind][chinese(language)].format(**facts)
