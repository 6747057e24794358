"""The one-click cast: there in the sample organisation, nowhere else."""

import pytest
from django.test import Client

from qiao.accounts import actions
from qiao.accounts.tests.conftest import NOW
from qiao.web import sample
from qiao.web.sample import Member


@pytest.fixture
def in_the_sample(monkeypatch, mei, shi):
    monkeypatch.setattr(sample, "is_sample", lambda: True)
    people = [
        Member(mei.pk, "林梅", "焊装二班 班组长", "发起、转达、交接班"),
        Member(shi.pk, "石磊", "外单位 访客"),
    ]
    monkeypatch.setattr(sample, "cast", lambda: people)


def test_outside_the_sample_the_door_does_not_exist(mei):
    client = Client()
    assert client.post(f"/sample/enter/{mei.pk}/").status_code == 404
    assert client.get("/me/").status_code == 302
    assert "sample/enter" not in client.get("/account/sign-in/").content.decode()


def test_in_the_sample_the_page_offers_the_cast_and_one_click_enters(in_the_sample, mei):
    client = Client()
    page = client.get("/account/sign-in/").content.decode()
    assert "林梅" in page
    assert "焊装二班 班组长" in page
    assert client.post(f"/sample/enter/{mei.pk}/", {"next": "/me/"})["Location"] == "/me/"
    page = client.get("/me/").content.decode()
    assert "q-sample" in page, "the banner says that this is a sample"


def test_only_the_cast_is_offered(in_the_sample, tao):
    assert Client().post(f"/sample/enter/{tao.pk}/").status_code == 404


def test_one_of_the_cast_without_a_login_cannot_be_entered(in_the_sample, shi):
    assert Client().post(f"/sample/enter/{shi.pk}/").status_code == 404


def test_a_deactivated_login_stays_closed_here_too(in_the_sample, mei, bai):
    actions.deactivate(account=mei.account, by=bai, at=NOW)
    assert Client().post(f"/sample/enter/{mei.pk}/").status_code == 404


def test_entering_wants_a_post(in_the_sample, mei):
    assert Client().get(f"/sample/enter/{mei.pk}/").status_code == 405


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_entering_never_leads_away(in_the_sample, mei, target):
    assert Client().post(f"/sample/enter/{mei.pk}/", {"next": target})["Location"] == "/"
