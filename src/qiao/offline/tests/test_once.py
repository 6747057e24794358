"""A request that a phone sends twice has one number."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from qiao.desk.models import Request

SAID = {"title": "漏水", "details": "", "priority": "normal", "whom": "me", "answer-where": "WR-B3"}
ONCE = "0b6570aa-1f0e-4b58-9d3c-5a4f7f3f8a11"
FORM = "/requests/new/repair/"


def send(client, path=FORM, **said):
    return client.post(path, {**SAID, "once": ONCE, **said})


def test_sent_again_it_is_the_same_also_after_the_minute_of_hasty_thumbs(desk, machine, mei, enter):
    client = enter(mei)
    first = send(client)
    Request.objects.update(raised_at=desk.now)
    assert send(client)["Location"] == first["Location"]
    assert Request.objects.count() == 1


def test_another_token_of_the_same_form_does_not_make_it_another(desk, machine, mei, enter):
    client = enter(mei)
    send(client, csrfmiddlewaretoken="a" * 64)
    send(client, csrfmiddlewaretoken="b" * 64)
    assert Request.objects.count() == 1


def test_other_words_under_the_same_name_are_another_need(desk, machine, mei, enter):
    client = enter(mei)
    send(client)
    send(client, title="又漏水了")
    assert Request.objects.count() == 2


def test_somebody_elses_form_of_the_same_name_is_theirs(desk, machine, mei, he, enter):
    client = enter(mei)
    send(client)
    client.logout()
    send(enter(he))
    assert Request.objects.count() == 2


def test_what_was_refused_is_not_remembered(desk, machine, mei, enter):
    client = enter(mei)
    assert send(client, title="").status_code == 422
    assert send(client).status_code == 302
    assert Request.objects.count() == 1


def test_files_count_as_words_do(desk, machine, mei, enter):
    client = enter(mei)
    for content in (b"a,b\n1,2\n", b"a,b\n1,2\n", b"a,b\n3,4\n"):
        send(client, files=SimpleUploadedFile("list.csv", content))
    assert Request.objects.count() == 2


def test_every_form_has_a_name_of_its_own(desk, machine, mei, enter):
    client = enter(mei)
    names = {client.get(FORM).context["once"] for _ in range(2)}
    assert len(names) == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_have_one_number(desk, machine, mei, enter):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads share one connection to a database in memory; shown on PostgreSQL")
    client = enter(mei)
    other = client.__class__()
    other.cookies = client.cookies

    def sent(browser):
        try:
            return send(browser)["Location"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        places = list(pool.map(sent, (client, other)))
    assert Request.objects.count() == 1
    assert len(set(places)) == 1
