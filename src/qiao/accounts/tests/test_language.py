"""Which language a page speaks, and that a choice is remembered."""

import pytest
from django.test import Client

from qiao.ledger.models import Event
from qiao.org.models import Person

SIGN_IN = "/account/sign-in/"


def lang(answer) -> str:
    return answer["Content-Language"]


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("", "zh-hans"),
        ("de", "zh-hans"),
        ("en-US,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-TW", "zh-hans"),
        ("*", "zh-hans"),
    ],
)
def test_strangers_get_their_browsers_language_or_chinese(db, accepts, language):
    assert lang(Client().get(SIGN_IN, HTTP_ACCEPT_LANGUAGE=accepts)) == language


def test_a_strangers_choice_stays_on_this_device(db):
    client = Client()
    client.post("/language/", {"language": "en", "next": SIGN_IN})
    assert lang(client.get(SIGN_IN)) == "en"


def test_a_persons_choice_is_remembered_on_every_device(mei, browse):
    assert browse(mei).post("/language/", {"language": "en", "next": "/me/"})["Location"] == "/me/"
    assert Person.objects.get(pk=mei.pk).language == "en"
    assert lang(browse(mei).get("/me/", HTTP_ACCEPT_LANGUAGE="zh-CN")) == "en"
    event = Event.objects.about(mei).get(kind="accounts.language_chosen")
    assert (event.actor_id, event.data) == (mei.pk, {"language": "en"})


def test_choosing_the_same_again_leaves_no_event(mei, browse):
    browse(mei).post("/language/", {"language": "zh-hans"})
    assert not Event.objects.about(mei).filter(kind="accounts.language_chosen").exists()


@pytest.mark.parametrize("language", ["", "xx", "../../etc", "en" * 100])
def test_a_language_that_qiao_does_not_speak_changes_nothing(mei, browse, language):
    assert browse(mei).post("/language/", {"language": language}).status_code in {302, 409}
    assert Person.objects.get(pk=mei.pk).language == "zh-hans"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/"])
def test_switching_never_leads_away(mei, browse, target):
    assert "evil" not in browse(mei).post("/language/", {"language": "en", "next": target})["Location"]


def test_switching_wants_a_post(mei, browse):
    assert browse(mei).get("/language/?language=en").status_code == 405
