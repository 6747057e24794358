"""What to learn next: gaps with their evidence, and never training where the process fails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .reasons import chinese

LEAST_EVIDENCE = 2


@dataclass(frozen=True, slots=True)
class Gap:
    """One skill: size = weight · max(0, required − shown); `advice` says what follows from it."""

    skill: str
    size: float
    evidence: tuple[str, ...]
    advice: Literal["train", "process", "more evidence", "none"]

    def sentence(self, language: str = "en") -> str:
        """The advice with its reason."""
        kinds = ", ".join(self.evidence) or "–"
        texts = {
            "train": ("Training in “{s}” would help; evidence: {e}.", "建议学习“{s}”，依据：{e}。"),
            "process": (
                "The process explains the failures in “{s}”: mend the process first.",
                "“{s}”方面的问题来自流程，请先改流程。",
            ),
            "more evidence": (
                "Only one kind of evidence on “{s}” ({e}): no recommendation yet.",
                "“{s}”的依据只有一种（{e}），暂不推荐。",
            ),
            "none": ("“{s}” is as required.", "“{s}”已达到要求。"),
        }
        return texts[self.advice][chinese(language)].format(s=self.skill, e=kinds)


def training_gaps(
    required: Mapping[str, float],
    shown: Mapping[str, float],
    *,
    weights: Mapping[str, float] | None = None,
    evidence: Mapping[str, Sequence[str]] | None = None,
    process_explains: Sequence[str] = (),
) -> list[Gap]:
    """Gaps between what a role requires and what has been shown, largest first.

    gap = max(0, required − shown)·weight. Training is advised only on at least two kinds of evidence
    and when the process does not explain the failures. A skill never shown counts as 0.
    """
    found = []
    for skill, level in required.items():
        weight = 1.0 if weights is None else weights.get(skill, 1.0)
        size = max(0.0, level - shown.get(skill, 0.0)) * weight
        kinds = tuple(dict.fromkeys((evidence or {}).get(skill, ())))
        found.append(Gap(skill, size, kinds, _advice(size, kinds, skill in process_explains)))
    return sorted(found, key=lambda gap: (-gap.size, gap.skill))


def _advice(
    size: float, kinds: tuple[str, ...], process: bool
) -> Literal["train", "process", "more evidence", "none"]:
    if size <= 0:
        return "none"
    if process:
        return "process"
    return "train" if len(kinds) >= LEAST_EVIDENCE else "more evidence"
