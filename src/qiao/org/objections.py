"""What packages above have against closing a unit: they know what hangs on it, this one does not.

A package registers a function in the ``ready()`` of its app. It gets the unit and answers with its reason and
how many there are, or with None. It is asked under the lock of the action, and by the page with the button.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qiao.org.models import Unit

Objection = Callable[["Unit"], tuple[StrEnum, int] | None]
_objections: dict[str, Objection] = {}


def register(objection: Objection) -> None:
    """Lets a package object. Twice is the same as once."""
    _objections[f"{objection.__module__}.{objection.__qualname__}"] = objection


def to_closing(unit: Unit) -> tuple[StrEnum, int] | None:
    """The first objection, in the order of the packages' names; None when nobody has one."""
    answers = (objection(unit) for _name, objection in sorted(_objections.items()))
    return next((answer for answer in answers if answer is not None), None)
