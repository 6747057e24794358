"""Pages work on imported requests as on any other, and old keys lead to them."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from qiao.catalogue.models import Service
from qiao.desk.models import Request
from qiao.ticketimport.tests.test_presets import FILES

pytestmark = pytest.mark.django_db


@pytest.fixture
def jira(run, zhao):
    run("jira", *FILES["jira"])


@pytest.fixture
def browser(account):
    def go(person):
        client = Client()
        client.force_login(account(person))
        return client

    return go


@pytest.mark.parametrize("key", ["HELP-1", "HELP-2", "HELP-3", "HELP-11"])
def test_the_page_of_a_request_shows_where_it_came_from(jira, browser, zhao, of, key):
    page = browser(zhao).get(reverse("desk:request", args=[of(key).number]))
    assert page.status_code == 200
    assert f"<b>{key}</b>" in page.content.decode()


def test_a_request_that_was_raised_here_says_nothing_of_imports(jira, browser, zhao, of):
    request = of("HELP-1")
    request.imported_ticket.delete()
    page = browser(zhao).get(reverse("desk:request", args=[request.number])).content.decode()
    assert "Where it came from" not in page


def test_the_story_shows_words_files_and_times_of_then(jira, browser, zhao, of):
    page = browser(zhao).get(reverse("desk:request", args=[of("HELP-11").number])).content.decode()
    for words in ("Gearbox?", "Cable replaced.", "log.txt", "Waiting for customer", "Wu Gang"):
        assert words in page


def test_an_old_key_leads_to_its_request(jira, browser, zhao, of):
    client = browser(zhao)
    goal = reverse("desk:request", args=[of("HELP-1").number])
    assert client.get("/imported/HELP-1/").url == goal
    assert client.get("/imported/jira/HELP-1/").url == goal
    assert client.get("/imported/zammad/HELP-1/").status_code == 404
    assert client.get("/imported/HELP-999/").status_code == 404


def test_an_old_key_says_nothing_to_whom_it_does_not_concern(jira, browser, outsider):
    assert browser(outsider).get("/imported/HELP-1/").status_code == 404
    assert Client().get("/imported/HELP-1/").status_code == 302  # to sign in


def test_lists_boards_units_and_people_show_what_was_imported(jira, browser, zhao, of):
    client, request = browser(zhao), of("HELP-3")
    for address in (
        "/",
        reverse("desk:mine"),
        reverse("desk:board", args=[request.holder_unit.code]),
        reverse("org:unit", args=[request.holder_unit.pk]),
        reverse("org:person", args=[request.requester.pk]),
    ):
        assert client.get(address).status_code == 200, address
    board = client.get(reverse("desk:board", args=[request.holder_unit.code])).content.decode()
    assert request.number in board


def test_services_of_old_tickets_are_offered_to_nobody(jira, browser, zhao, of):
    service = of("HELP-1").service
    assert not service.active
    page = browser(zhao).get(reverse("desk:request", args=[of("HELP-1").number])).content.decode()
    assert str(service) in page
    assert service not in Service.objects.offered()
    assert Request.objects.filter(service=service).exists()


def test_the_event_log_tells_of_an_import_in_words(jira, zhao):
    from qiao.ledger.chronicle import told
    from qiao.ledger.models import Event

    with translation.override("en"):
        (line,) = told([Event.objects.get(kind="tickets.imported")], zhao.scope)
    assert (line.what, line.subject) == (
        "imported tickets: 4 new, 0 grown, 0 as they were",
        "Jira Service Management",
    )


def test_requests_that_were_raised_here_cost_no_query(jira, of, rf, django_assert_num_queries):
    from qiao.ticketimport.origin import origin

    request = of("HELP-1")
    with django_assert_num_queries(1):
        assert "HELP-1" in origin(rf.get("/"), request)
    request.respond_seconds = 3600
    with django_assert_num_queries(0):
        assert origin(rf.get("/"), request) == ""
