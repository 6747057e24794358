"""Links, merges, sub-requests and checklists: kinds, limits, who may and why not. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from qiao.desk.rules.reasons import Reason
from qiao.desk.rules.states import HELD, State
from qiao.desk.rules.who import RequestView, is_customer, is_holder, is_provider
from qiao.org.rules import Scope

# A part of a part is the last: deeper, nobody could say any more for whom it is done.
DEEPEST = 2
MOST_PARTS = 20
MOST_ITEMS = 50


class LinkKind(StrEnum):
    """What the source says about the target."""

    BLOCKS = "blocks"
    CAUSED_BY = "caused_by"
    DUPLICATE_OF = "duplicate_of"

    @property
    def label(self) -> Any:
        return LINK_LABELS[self]

    @property
    def inverse(self) -> Any:
        return INVERSE_LABELS[self]


LINK_LABELS: Mapping[LinkKind, Any] = {
    LinkKind.BLOCKS: _("blocks"),
    LinkKind.CAUSED_BY: _("was caused by"),
    LinkKind.DUPLICATE_OF: _("is a duplicate of"),
}
INVERSE_LABELS: Mapping[LinkKind, Any] = {
    LinkKind.BLOCKS: _("is blocked by"),
    LinkKind.CAUSED_BY: _("caused"),
    LinkKind.DUPLICATE_OF: _("has as a duplicate"),
}


class MergeView(RequestView, Protocol):
    """What merging looks at besides."""

    @property
    def pk(self) -> Any: ...
    @property
    def confidential(self) -> bool: ...
    @property
    def parent_id(self) -> int | None: ...
    @property
    def blocks(self) -> int: ...


def why_not_link(source: RequestView, target: RequestView, kind: LinkKind, by: Scope) -> Reason | None:
    """Who serves or asked for one of them; only who serves the other may have it wait."""
    if kind is LinkKind.BLOCKS:
        return None if is_provider(target, by) else Reason.NOT_YOURS_TO_BLOCK
    either = (source, target)
    if any(is_provider(each, by) or is_customer(each, by) for each in either):
        return None
    return Reason.NOT_YOURS_TO_LINK


def why_not_loop(source: int, target: int, after: Callable[[set[int]], Iterable[int]]) -> Reason | None:
    """Whether following the links from ``target`` leads back to ``source``; ``after`` gives the next ones."""
    if source == target:
        return Reason.SAME_REQUEST
    seen, edge = {target}, {target}
    while edge:
        if source in edge:
            return Reason.IN_A_CIRCLE
        edge = set(after(edge)) - seen
        seen |= edge
    return None


def why_not_merge_into(duplicate: MergeView, leading: MergeView, by: Scope) -> Reason | None:
    """Whether the leading one can take the other in; whether one may merge the other is asked before."""
    if duplicate.pk == leading.pk:
        return Reason.SAME_REQUEST
    if duplicate.confidential or leading.confidential:
        return Reason.CONFIDENTIAL_ALONE
    if duplicate.parent_id is not None:
        return Reason.IS_A_PART
    if duplicate.blocks:
        return Reason.BLOCKS_OTHERS
    if leading.holder_unit_id not in by.unit_ids:
        return Reason.LEADING_NOT_YOURS
    return None if State(leading.state) in HELD else Reason.LEADING_DONE


def why_not_raise_below(parent: RequestView, depth: int, parts: int, by: Scope) -> Reason | None:
    """Only who holds a request, and has accepted it, asks others for a part of it."""
    if not is_holder(parent, by):
        return Reason.NOT_HOLDER
    if parent.offered_unit_id is not None:
        return Reason.OFFER_PENDING
    state = State(parent.state)
    if state in {State.APPROVAL, State.OFFERED}:
        return Reason.NOT_APPROVED_YET if state is State.APPROVAL else Reason.NOT_ACCEPTED_YET
    if state not in HELD:
        return Reason.ALREADY_DELIVERED if state is State.DELIVERED else Reason.ALREADY_OVER
    if depth >= DEEPEST:
        return Reason.TOO_DEEP
    return Reason.TOO_MANY_PARTS if parts >= MOST_PARTS else None


def why_not_tick(request: RequestView, by: Scope) -> Reason | None:
    """The members of the unit that holds it tick off, until it is delivered."""
    if request.holder_unit_id not in by.unit_ids:
        return Reason.NOT_PROVIDER
    state = State(request.state)
    if state in HELD:
        return None
    if state is State.APPROVAL:
        return Reason.NOT_APPROVED_YET
    return Reason.ALREADY_DELIVERED if state is State.DELIVERED else Reason.ALREADY_OVER
