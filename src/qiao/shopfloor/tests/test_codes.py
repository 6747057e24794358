"""What a scanned code opens, and the labels."""

import pytest
from django.test import override_settings

from qiao.desk.models import Request
from qiao.shopfloor.codes import CodeKind, address, drawing


def test_a_stranger_signs_in_and_comes_back(client, db):
    answer = client.get("/q/p/WR-B3")
    assert answer.status_code == 302
    assert "next=/q/p/WR-B3" in answer["Location"]


@pytest.mark.parametrize("code", ["WR-B3", "wr-b3"])
def test_a_machine_offers_what_asks_for_a_place(desk, machine, mei, enter, code):
    page = enter(mei).get(f"/q/p/{code}")
    assert page.status_code == 200
    assert "/requests/new/repair/?place=WR-B3" in page.text
    assert "/requests/new/secret/" not in page.text  # it asks for no place


def test_the_form_knows_where_it_is_and_the_request_keeps_it(desk, machine, mei, enter):
    client = enter(mei)
    form = client.get("/requests/new/repair/", {"place": "WR-B3"})
    assert "WR-B3" in form.text
    said = {"title": "漏水", "details": "", "priority": "normal", "whom": "me", "answer-where": "WR-B3"}
    assert client.post("/requests/new/repair/?place=WR-B3", said).status_code == 302
    request = Request.objects.get()
    assert request.answers == {"where": machine.pk}
    assert "3 号焊接机器人 (WR-B3)" in client.get(f"/requests/{request.number}/").text


def test_what_is_reported_already_is_shown_to_those_who_may_see_it(
    desk, machine, mei, fang, wu, enter, client
):
    request = desk.raised(mei, answers={"where": machine.pk})
    assert request.number in enter(wu).get("/q/p/WR-B3").text
    client.logout()
    assert request.number not in enter(fang).get("/q/p/WR-B3").text


def test_a_service_leads_to_its_form_and_a_unit_to_its_services(desk, machine, mei, enter):
    client = enter(mei)
    assert client.get("/q/s/repair?place=WR-B3")["Location"] == "/requests/new/repair/?place=WR-B3"
    assert "/requests/new/repair/" in client.get("/q/u/maintenance").text
    assert "/requests/new/repair/" not in client.get("/q/u/finance").text


@pytest.mark.parametrize(
    "path", ["/q/p/NOTHING", "/q/u/nothing", "/q/s/nothing", "/q/x/WR-B3", "/q/p/<script>", "/q/s/%00"]
)
def test_a_code_that_leads_nowhere_says_what_to_do(desk, machine, mei, enter, path):
    assert enter(mei).get(path).status_code == 404


def test_a_service_for_others_is_an_unknown_code(desk, machine, mei, enter):
    version = desk.service.version
    version.for_everyone = False
    version.save()
    client = enter(mei)
    assert client.get("/q/s/repair").status_code == 404
    assert "/requests/new/repair/" not in client.get("/q/p/WR-B3").text


@override_settings(PUBLIC_URL="https://qiao.example")
def test_a_code_is_short_and_drawn_black_on_white():
    url = address(CodeKind.PLACE, "WR-B3")
    assert url == "https://qiao.example/q/p/WR-B3"
    drawn = drawing(url)
    assert 'class="q-qr"' in drawn
    assert "#fff" in drawn
    assert "style=" not in drawn


@pytest.mark.parametrize(
    ("kind", "shown", "hidden"),
    [("p", "WR-B3", "finance"), ("s", "repair", "secret"), ("u", "finance", "WR-B3")],
)
def test_labels_of_every_kind(desk, machine, mei, enter, kind, shown, hidden):
    text = enter(mei).get("/codes/", {"kind": kind}).text
    sheet = text[text.index("sf-sheet") :]
    assert f'<span class="num">{shown}</span>' in sheet
    assert f'<span class="num">{hidden}</span>' not in sheet


def test_labels_of_one_unit_only(desk, machine, mei, enter):
    client = enter(mei)
    assert "WR-B3" in client.get("/codes/", {"unit": "welding"}).text
    assert "WR-B3" not in client.get("/codes/", {"unit": "finance"}).text
