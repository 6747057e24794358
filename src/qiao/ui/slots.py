"""Places on a page that packages above its own fill: a lower package never imports an upper one.

The page names a place (``{% slot "request.aside" req %}``); whoever has something to show there registers
a filler in the ``ready()`` of its app. A filler gets the HTTP request and the page's subject, and answers
with safe markup (``render_to_string``), or with nothing when it has nothing to say to this person. Each
costs its own queries: none where a look at the subject tells that there is nothing.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.safestring import SafeString

Filler = Callable[[HttpRequest, Any], str]


class _Filled(NamedTuple):
    order: int
    name: str
    fill: Filler


_slots: dict[str, list[_Filled]] = {}


def register(slot: str, fill: Filler, *, order: int = 50) -> None:
    """Lets ``fill`` show something in ``slot``; smaller orders come first. Twice is the same as once."""
    filled = _Filled(order, f"{fill.__module__}.{fill.__qualname__}", fill)
    known = [each for each in _slots.get(slot, []) if each.name != filled.name]
    _slots[slot] = sorted([*known, filled])


def render(slot: str, request: HttpRequest, subject: Any = None) -> SafeString:
    """Everything that the packages show in ``slot``, in order.

    A request may say which slots it has (``http.slots``): a kiosk shows few.
    """
    has = getattr(request, "slots", None)
    if has is not None and slot not in has:
        return SafeString()
    return SafeString("".join(each.fill(request, subject) for each in _slots.get(slot, [])))
