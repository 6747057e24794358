"""What an action refuses, as a page and as a part of one."""

from enum import StrEnum

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from qiao.ledger.refusals import Conflict, Refused
from qiao.web.middleware import RefusalMiddleware


class Reason(StrEnum):
    BUSY = "busy"
    NOT_YOURS = "not_yours"

    @property
    def sentence(self) -> Promise:
        return gettext_lazy("Somebody else was quicker.")

    @property
    def status(self) -> int:
        return 403 if self is Reason.NOT_YOURS else 409


def answer(error: Exception, **headers: str):
    request: HttpRequest = RequestFactory().post("/x/", headers=headers)
    with override("en"):
        return RefusalMiddleware(lambda _request: None).process_exception(request, error)


@pytest.mark.parametrize(("reason", "status"), [(Reason.BUSY, 409), (Reason.NOT_YOURS, 403)])
def test_a_refusal_is_a_page_with_its_sentence(reason, status):
    page = answer(Refused(reason))
    assert page.status_code == status
    assert "Somebody else was quicker." in page.content.decode()
    assert "Traceback" not in page.content.decode()


def test_a_part_of_a_page_gets_a_note_for_its_top():
    note = answer(Refused(Reason.BUSY), **{"HX-Request": "true"})
    assert note.status_code == 409
    assert note["HX-Retarget"] == "#content"
    assert 'role="alert"' in note.content.decode()
    assert "<html" not in note.content.decode()


def test_a_lost_race_says_what_changed():
    page = answer(Conflict("Tao accepted it at 13:40."))
    assert page.status_code == 409
    assert "Tao accepted it at 13:40." in page.content.decode()


def test_the_way_back_is_the_page_of_the_form_and_only_ours():
    assert (
        'href="/me/?a=1"'
        in answer(Refused(Reason.BUSY), Referer="http://testserver/me/?a=1").content.decode()
    )
    assert "evil" not in answer(Refused(Reason.BUSY), Referer="https://evil.example/").content.decode()


def test_everything_else_goes_on_to_the_error_pages():
    assert answer(ValueError("x")) is None
