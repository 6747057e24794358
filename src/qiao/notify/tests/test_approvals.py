"""Who is told while a request waits for approval: those who are asked, never the provider before."""

from datetime import timedelta

from qiao.catalogue.models import Service, ServiceVersion
from qiao.desk import gates
from qiao.desk.actions import approving
from qiao.desk.actions.change import tell
from qiao.desk.events import Kind


class Asking:
    """One person is asked."""

    def __init__(self, person):
        self.person, self.unit, self.calendar_id = person, person.unit, person.unit.calendar_id

    def begin(self, request, *, at):
        approving.ask(request, [self.person])
        tell(Kind.APPROVAL_ASKED, request, by=None, at=at, people=[self.person.pk])


def test_the_approver_then_the_provider(floor, told, he, mei, guo, wu, monkeypatch):
    ServiceVersion.objects.filter(service=floor.service).update(approvals_data={"steps": [{"who": "leader"}]})
    monkeypatch.setattr(gates, "_gate", [lambda request: Asking(mei)])
    service = Service.objects.select_related("version", "unit__calendar").get(pk=floor.service.pk)
    request = floor.raised(by=he, service=service)
    assert told(mei) == {request.title: ("answer", "approver", 1)}
    assert told(guo) == {}  # leads the provider
    approving.approved(request=request, by=None, at=floor.later(minutes=1))
    assert told(guo) == {request.title: ("answer", "leader", 1)}
    assert told(he) == {request.title: ("progress", "requester", 1)}


def test_a_refusal_reaches_the_requester_and_not_the_provider(floor, told, he, mei, guo, monkeypatch):
    ServiceVersion.objects.filter(service=floor.service).update(approvals_data={"steps": [{"who": "leader"}]})
    monkeypatch.setattr(gates, "_gate", [lambda request: Asking(mei)])
    service = Service.objects.select_related("version", "unit__calendar").get(pk=floor.service.pk)
    request = floor.raised(by=he, service=service)
    at = floor.now + timedelta(minutes=1)
    approving.not_approved(request=request, by=mei, at=at, note="先修")
    assert told(he) == {request.title: ("progress", "requester", 1)}
    assert told(guo) == {}
