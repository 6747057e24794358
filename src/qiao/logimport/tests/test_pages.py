"""Pages work on imported requests as on any other."""

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from qiao.accounts.models import Account
from qiao.desk.importing.organisation import round_the_clock
from qiao.desk.models import Request
from qiao.eventlog.tests.logs import HEADER, PRESS, write_csv
from qiao.logimport.cli import import_log
from qiao.logimport.models import ImportedCase, ImportedLog
from qiao.org.models import Person, Unit

pytestmark = pytest.mark.django_db
WAITING = ("P-3", "Wait", "2026-03-05T09:00:00+08:00", "Wei", "Stores")


@pytest.fixture
def lin():
    calendar = round_the_clock("Asia/Shanghai")
    office = Unit.objects.create(code="it", name_zh="信息部", calendar=calendar)
    return Person.objects.create(number="1", name="林梅", name_en="Lin Mei", unit=office, language="en")


@pytest.fixture
def log(tmp_path, lin):
    rows = [(*row, "Press 3") for row in (*PRESS, WAITING)]
    path = write_csv(tmp_path / "press.csv", rows, (*HEADER, "machine"))
    done = CliRunner().invoke(import_log, [str(path), "--leader", lin.number], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return ImportedLog.objects.get()


def browser(person):
    client = Client()
    client.force_login(Account.objects.create(username=person.number, person=person))
    return client


def request_of(case):
    return ImportedCase.objects.get(key=case).request


@pytest.mark.parametrize("case", ["P-1", "P-2", "P-3"])
def test_the_request_page_tells_the_story_in_the_words_of_the_log(log, lin, case):
    request = request_of(case)
    page = browser(lin).get(reverse("desk:request", args=[request.number]))
    assert page.status_code == 200
    text = page.content.decode()
    for hop in request.hops.all():
        assert hop.unit.name_en in text
    assert ("Wait" if case != "P-2" else "Resolved") in text
    assert "Press 3" in text


def test_lists_boards_units_and_people_show_what_was_imported(log, lin):
    client = browser(lin)
    stores = Unit.objects.get(name_en="Stores")
    for address in (
        "/",
        reverse("desk:mine"),
        reverse("desk:board", args=[stores.code]),
        reverse("desk:board", args=[log.root.code]),
        reverse("org:unit", args=[stores.pk]),
        reverse("org:unit", args=[log.root.pk]),
        reverse("org:person", args=[Person.objects.get(name="Wei").pk]),
    ):
        assert client.get(address).status_code == 200, address
    assert request_of("P-3").number in client.get(reverse("desk:board", args=[stores.code])).content.decode()


def test_who_has_nothing_to_do_with_the_log_does_not_learn_of_it(log):
    calendar = round_the_clock("Asia/Shanghai")
    other = Unit.objects.create(code="hr", name_zh="人力", calendar=calendar)
    guo = Person.objects.create(number="2", name="郭鹏", unit=other)
    number = Request.objects.first().number
    assert browser(guo).get(reverse("desk:request", args=[number])).status_code == 404


def test_an_imported_request_is_worked_on_like_any_other(log, lin):
    from django.utils import timezone

    from qiao.desk import actions

    request = request_of("P-3")
    assert request.state == "paused"
    request = actions.resume(request=request, by=lin, at=timezone.now())
    request = actions.deliver(request=request, by=lin, at=timezone.now(), note="sealed")
    assert request.state == "delivered"
    assert request.hops.get().paused_seconds > 0
