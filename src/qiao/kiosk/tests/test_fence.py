"""A kiosk, address by address over everything that Qiao has: what is not allowed is refused."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from qiao.kiosk.fence import ALWAYS, INSTEAD, REQUESTER, VERBS, Answer, answer
from qiao.kiosk.models import Sitting

FILLED = {"int": "1", "slug": "x", "str": "x", "path": "x", "uuid": "x"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def addresses(patterns=None, before="", space=""):
    """Every address of the product by its name, with something in the place of its parameters."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from addresses(each.url_patterns, path, inner)
        elif isinstance(each, URLPattern):
            path = re.sub(r"<(\w+):\w+>", lambda found: FILLED[found[1]], path)
            path = (
                re.sub(r"\(\?P<\w+>[^)]*\)", "x", path).replace("^", "").replace("$", "").replace("\\Z", "")
            )
            yield f"{space}{each.name}", f"/{path}"


EVERYTHING = sorted(set(addresses()))


def test_all_addresses_are_known_to_this_test():
    assert len(EVERYTHING) > 200
    names = {name for name, _path in EVERYTHING}
    assert set(ALWAYS) | set(REQUESTER) | INSTEAD <= names


@pytest.mark.parametrize("somebody", [False, True])
def test_everything_else_is_refused(somebody):
    for name, _path in EVERYTHING:
        for method in METHODS:
            said = answer(name, method, {"verb": "confirm"}, somebody=somebody)
            allowed = method in ALWAYS.get(name, ()) or method in REQUESTER.get(name, ())
            assert (said in (Answer.OPEN, Answer.IDENTIFY)) is allowed or said is Answer.HOME, (name, method)
            if not somebody and name in REQUESTER:
                assert said is not Answer.OPEN, (name, method)


@pytest.mark.parametrize(
    "verb", ["accept", "assign", "deliver", "offer", "take", "refuse", "decline", "pause", "merge", "nothing"]
)
def test_the_work_of_providers_is_not_done_at_a_kiosk(verb):
    assert verb not in VERBS
    assert answer("desk:act", "POST", {"verb": verb}, somebody=True) is Answer.CLOSED


def test_with_a_one_time_pin_only_the_own_one_can_be_set():
    open_ = {
        name
        for name in REQUESTER
        if answer(name, "POST", {"verb": "confirm"}, somebody=True, new_pin=True) is Answer.OPEN
    }
    assert open_ == {"kiosk:pin", "kiosk:still"}


def test_every_address_answers_on_a_real_tablet_as_the_list_says(desk, stand, mei):
    """The middleware, not only its list: as somebody, every address of the product is asked for."""
    tablet = stand(mei)
    for name, path in EVERYTHING:
        if name in ("kiosk:done", "kiosk:identify", "kiosk:set_up"):
            continue
        said = tablet.get(path)
        if name in INSTEAD:
            assert said["Location"] == "/kiosk/", name
        elif "GET" not in ALWAYS.get(name, ()) and "GET" not in REQUESTER.get(name, ()):
            assert said.status_code in (403, 404), (name, path, said.status_code)
        assert said["Cache-Control"] == "no-store", name
    assert Sitting.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize(
    "path", ["/requests/", "/services/", "/requests/new/repair/", "/q/p/WR-B3", "/kiosk/pin/"]
)
def test_without_anybody_one_says_first_who_one_is(desk, machine, tablet, path):
    said = tablet.get(path)
    assert said.status_code == 302
    assert said["Location"].startswith("/kiosk/?next=")


def test_a_partial_request_leaves_the_page_instead_of_nesting_the_first_one(desk, tablet):
    said = tablet.get("/services/people/", headers={"HX-Request": "true"})
    assert said["HX-Redirect"].startswith("/kiosk/")


def test_programs_get_nothing_at_a_kiosk(desk, stand, mei):
    tablet = stand(mei)
    assert tablet.get("/api/v1/requests").status_code == 403
    assert tablet.get("/api/v1/me", headers={"Authorization": "Bearer qiao_x"}).status_code == 403
