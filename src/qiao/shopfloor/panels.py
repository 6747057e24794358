"""What this package shows on pages of others."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from qiao.shopfloor.codes import CodeKind, address, drawing


def labels(http: HttpRequest, subject: Any) -> str:
    """The way to the labels, on the register of places."""
    return render_to_string("shopfloor/_to_labels.html")


def code_of_place(http: HttpRequest, place: Any) -> str:
    """The code of one place, on its page."""
    url = address(CodeKind.PLACE, place.code)
    return render_to_string("shopfloor/_code.html", {"drawing": drawing(url), "url": url})
