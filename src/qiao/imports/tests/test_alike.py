"""What an import writes beside what the desk's own actions write for the same life, column by column."""

from datetime import timedelta

import pytest

from qiao.catalogue.models import Service
from qiao.desk import actions
from qiao.desk.models import Handoff, Hop, Pause, Request
from qiao.desk.rules import PauseKind
from qiao.desk.tests.conftest import MONDAY
from qiao.imports.rules import System
from qiao.imports.tests.conftest import log_file, ticket_file
from qiao.ledger.models import Event
from qiao.org.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

# What an import cannot know or keeps in its own way: numbers, what it was about, promises that nobody gave.
APART = {
    Request: {
        *("id", "number", "service_id", "version_id", "calendar_id", "title", "details", "answers"),
        *("complete_seconds", "respond_seconds", "promised_at", "respond_by", "due_at", "answer_by"),
        *("confirm_by", "revision", "changed_at", "waiting_for"),
    },
    Hop: {"id", "request_id", "why"},
    Pause: {"id", "hop_id", "counterpart", "note", "expected_until"},
    Handoff: {"id", "request_id", "note", "reason"},
}
STEPS = (("Queued", 0), ("Repair", 1), ("Wait for parts", 2), ("Repair", 4), ("Resolved", 5), ("Closed", 6))


def at(hours):
    return MONDAY + timedelta(hours=hours)


def told(row):
    """Every column that both must fill alike; columns that this model does not have are no matter."""
    left_out = APART[type(row)]
    return {
        f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in left_out
    }


def offered_by(imported):
    """The service of an imported request, offered by the unit that holds it."""
    Service.objects.filter(pk=imported.service_id).update(unit=imported.holder_unit, active=True)
    return Service.objects.get(pk=imported.service_id)


def lived(service, asker, tao):
    """The same life by the desk's own actions."""
    request = actions.raise_request(service=service, by=asker, at=at(0), title="x")
    request = actions.accept(request=request, by=tao, at=at(1))
    request = actions.pause(
        request=request, by=tao, at=at(2), kind=PauseKind.PARTS, counterpart="Wait for parts"
    )
    request = actions.resume(request=request, by=tao, at=at(4))
    request = actions.deliver(request=request, by=tao, at=at(5), note="Resolved")
    return actions.confirm(request=request, by=asker, at=at(6))


def compare(first, second):
    assert told(first) == told(second)
    hops = [list(each.hops.order_by("ordinal")) for each in (first, second)]
    assert [told(each) for each in hops[0]] == [told(each) for each in hops[1]]
    pauses = [list(Pause.objects.filter(hop__request=each).order_by("id")) for each in (first, second)]
    assert [told(each) for each in pauses[0]] == [told(each) for each in pauses[1]]
    involved = [set(each.involvements.values_list("unit_id", flat=True)) for each in (first, second)]
    assert involved[0] == involved[1]
    assert story(first) == story(second)


def story(request):
    told = Event.objects.about(request)
    return [(e.kind, e.at, e.subject_type, e.from_unit_id, e.to_unit_id, e.data["revision"]) for e in told]


def test_a_case_of_a_log(desk, upload, carry_out):
    rows = [("C-1", step, at(hours).isoformat(), "Tao", "Maintenance") for step, hours in STEPS]
    carry_out(upload(log_file(rows)))
    imported = Request.objects.get()
    tao = Person.objects.get(name="Tao")
    by_hand = lived(offered_by(imported), imported.requester, tao)
    compare(imported, Request.objects.get(pk=by_hand.pk))


def test_a_ticket_with_its_history(desk, upload, carry_out):
    ticket = {
        "id": 1,
        "number": "1",
        "title": "Leak",
        "group": "Facility",
        "state": "closed",
        "owner": "tao@x.example",
        "customer": "mei@x.example",
        "created_at": at(0).isoformat(),
        "first_response_at": at(1).isoformat(),
        "close_at": at(6).isoformat(),
    }
    carry_out(upload(ticket_file([ticket]), system=System.ZAMMAD))
    imported = Request.objects.get()
    tao, mei = (Person.objects.get(name=f"{name}@x.example") for name in ("tao", "mei"))
    request = actions.raise_request(service=offered_by(imported), by=mei, at=at(0), title="Leak")
    request = actions.accept(request=request, by=tao, at=at(1))
    request = Request.objects.get(pk=request.pk)
    assert (imported.holder_unit_id, imported.holder_person_id) == (request.holder_unit_id, tao.pk)
    assert (imported.requester_id, imported.requester_unit_id) == (mei.pk, request.requester_unit_id)
    assert (imported.raised_at, imported.responded_at) == (request.raised_at, request.responded_at)
    assert (imported.details, imported.confidential, imported.hop_count) == ("", False, 1)
    assert imported.changed_at == at(6)
    assert (imported.accountable_unit_id, imported.accountable_id) == (request.accountable_unit_id, tao.pk)
