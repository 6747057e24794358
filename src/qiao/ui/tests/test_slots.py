"""Places on a page that upper packages fill."""

import pytest
from django.template import engines
from django.test import RequestFactory

from qiao.ui import slots


@pytest.fixture(autouse=True)
def _no_fillers(monkeypatch):
    monkeypatch.setattr(slots, "_slots", {})


def first(request, subject):
    return f"<p>first of {subject}</p>"


def second(request, subject):
    return "<p>second</p>"


def shown(name="page.aside"):
    template = engines["django"].from_string(f'{{% slot "{name}" thing %}}')
    return template.render({"thing": "R-1"}, RequestFactory().get("/"))


def test_a_place_that_nobody_fills_is_empty():
    assert shown() == ""


def test_fillers_stand_in_their_order_and_get_the_subject():
    slots.register("page.aside", second, order=60)
    slots.register("page.aside", first, order=40)
    assert shown() == "<p>first of R-1</p><p>second</p>"
    assert shown("page.main") == ""


def test_registering_twice_shows_once():
    slots.register("page.aside", second)
    slots.register("page.aside", second)
    assert shown() == "<p>second</p>"
