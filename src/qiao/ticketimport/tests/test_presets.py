"""Each system's export, small and in its documented shape, becomes requests with all that it tells."""

from datetime import UTC, datetime

import pytest

from qiao.desk.rules import State
from qiao.ledger.reads import timeline
from qiao.org.models import Person
from qiao.ticketimport import preset
from qiao.ticketimport.tests.conftest import EXPORTS

pytestmark = pytest.mark.django_db

FILES = {
    "jira": ["jira.csv", "jira.json", "--attachments", EXPORTS / "jira-files"],
    "zammad": ["zammad-tickets.json", "zammad-articles.json", "zammad.csv"],
    "servicenow": ["servicenow.csv", "servicenow.json", "servicenow-journal.json"],
    "glpi": ["glpi.csv", "glpi-tickets.json", "glpi-parts.json", "--attachments", EXPORTS / "glpi-files"],
    "otrs": ["otrs.csv", "otrs.json", "otrs-history.json"],
    "osticket": ["osticket.csv", "osticket-threads.json", "--attachments", EXPORTS / "osticket-files"],
}


def at(day, hour, minute=0):
    """A moment of March 2026 in Shanghai, where the exports were made."""
    return datetime(2026, 3, day, hour - 8, minute, tzinfo=UTC)


def said(request):
    return [(str(each.author), each.at, each.body, each.internal) for each in request.comments.all()]


def files(request):
    return [(str(each.uploaded_by), each.at, each.name, each.blob.size) for each in request.attachments.all()]


def told(request):
    people = {person.pk: person.name for person in Person.objects.all()}
    return [
        (event.kind.removeprefix("request."), event.at, people.get(event.actor_id))
        for event in timeline(request)
    ]


def test_every_preset_names_what_it_follows_and_leads_to_steps_that_there_are():
    for system in preset.SYSTEMS:
        loaded = preset.load(system)
        assert loaded.system == system
        assert len(loaded.documented) >= 3
        assert all(preset.step_of_text(step) for step in loaded.states.values())


def test_jira_csv_with_repeated_columns_comments_and_files(run, of):
    run("jira", *FILES["jira"])
    request = of("HELP-1")
    assert (request.title, request.priority, request.state) == (
        "Press 3 leaks oil",
        "urgent",
        State.CONFIRMED,
    )
    assert request.details == "The seal of *press 3* leaks,\na litre per shift."
    assert (request.raised_at, request.closed_at) == (at(2, 9, 15), at(3, 15, 30))
    assert (str(request.requester), request.holder_unit.name_en, str(request.holder_person)) == (
        "Lin Mei", "Maintenance", "Tao Zhiyuan",
    )  # fmt: skip
    assert said(request) == [
        ("Tao Zhiyuan", at(2, 9, 40), "On my way; bring rags", False),
        ("Lin Mei", at(2, 10, 5), "Thank you", False),
    ]
    assert files(request) == [("Lin Mei", at(2, 9, 16), "leak.txt", 18)]
    assert request.answers == {"imported_key": "HELP-1", "x2": "press, oil"}


def test_jira_waiting_is_a_pause_with_the_promise_of_the_export_and_a_level_is_confidential(run, of):
    run("jira", *FILES["jira"])
    request = of("HELP-2")
    assert (request.state, request.waiting_for, request.confidential) == (
        State.PAUSED, "Waiting for customer", True,
    )  # fmt: skip
    assert request.promised_at == datetime(2026, 3, 6, 15, 59, 59, tzinfo=UTC)  # that day, to its end
    assert request.due_at is None


def test_jira_open_tickets_promise_nothing_and_can_be_accepted(run, of, zhao):
    from django.utils import timezone

    from qiao.desk import actions

    run("jira", *FILES["jira"])
    request = of("HELP-3")
    promises = (request.promised_at, request.respond_by, request.answer_by, request.due_at)
    assert (request.state, request.holder_person, *promises) == (State.OFFERED, *[None] * 5)
    request = actions.accept(request=request, by=zhao, at=timezone.now())
    request = actions.deliver(request=request, by=zhao, at=timezone.now(), note="new lamp")
    assert (request.state, request.hops.get().person) == (State.DELIVERED, zhao)


def test_jira_json_tells_who_held_it_when_and_what_was_internal(run, of):
    run("jira", *FILES["jira"])
    request = of("HELP-11")
    assert request.details == "Stops after ten minutes"
    assert [
        (str(hop.person), hop.started_at, hop.accepted_at, hop.ended_at) for hop in request.hops.all()
    ] == [
        ("Tao Zhiyuan", at(2, 9, 15), at(2, 9, 30), at(3, 9, 30)),
        ("Wu Gang", at(3, 9, 30), at(3, 9, 30), at(4, 11)),
    ]
    assert request.hops.get(ordinal=1).pauses.get().seconds == 18 * 3600
    assert said(request) == [
        ("Tao Zhiyuan", at(2, 10), "Gearbox?", True),
        ("Wu Gang", at(3, 11), "Cable replaced.", False),
    ]
    assert (request.delivered_at, request.closed_at) == (at(4, 11), at(4, 12))
    assert [kind for kind, _at, _who in told(request)] == [
        "raised", "assigned", "accepted", "commented", "paused", "resumed", "taken", "attached", "commented",
        "delivered", "confirmed",
    ]  # fmt: skip
    assert told(request)[-1] == ("confirmed", at(4, 12), "Lin Mei")


def test_zammad_articles_come_from_a_file_of_their_own(run, of):
    run("zammad", *FILES["zammad"])
    request = of("22005")
    assert (request.title, request.state, request.priority) == ("打印机卡纸", State.CONFIRMED, "high")
    assert request.details == "三号线的打印机\n又卡纸了。"
    assert said(request) == [
        ("he.yu@plant.example", at(2, 9, 30), "滚轮磨损，先清理。", True),
        ("he.yu@plant.example", at(2, 9, 40), "Cleaned, please try.", False),
    ]
    assert files(request) == [("林梅", at(2, 9, 15), "jam.txt", 18)]
    assert request.responded_at == at(2, 9, 40)
    waiting = of("22006")
    pause = waiting.hops.get().pauses.get()
    assert (waiting.state, pause.expected_until) == (State.PAUSED, at(5, 8))
    assert waiting.promised_at == at(6, 17)
    assert (of("22007").state, of("22007").holder_person) == (State.OFFERED, None)
    assert (of("22009").state, of("22009").details) == (State.WORKING, "Third floor")


def test_servicenow_journals_are_taken_apart_and_display_values_read(run, of):
    run("servicenow", *FILES["servicenow"])
    request = of("INC0010001")
    assert (request.state, request.delivered_at, request.closed_at) == (State.DELIVERED, at(2, 16), None)
    assert said(request) == [
        ("He Yu", at(2, 9, 25), "Known with 4.1", True),
        ("He Yu", at(2, 9, 30), "Which client version?\nPlease look under Help.", False),
        ("Lin Mei", at(2, 10), "It did again.", False),
    ]
    item = of("RITM0020001")
    assert (item.service.name_en, str(item.requester), item.holder_unit.name_en) == (
        "Standard laptop", "Xu An", "Hardware",
    )  # fmt: skip
    assert [each[2:] for each in said(item)] == [("In stock", True), ("Ready on Monday", False)]
    assert item.promised_at == item.due_at == at(9, 17)


def test_glpi_followups_documents_actors_and_the_log_of_states(run, of):
    run("glpi", *FILES["glpi"])
    request = of("51")
    assert request.details == "The horn is silent."
    assert (str(request.requester), request.holder_unit.name_en, str(request.holder_person)) == (
        "zhao.min", "Vehicles", "wu.gang",
    )  # fmt: skip
    assert said(request) == [
        ("wu.gang", at(2, 10), "Which truck?", False),
        ("wu.gang", at(2, 10, 5), "Fuse, probably", True),
    ]
    assert files(request) == [("zhao.min", at(2, 9, 1), "horn.txt", 7)]
    assert (request.delivered_at, request.closed_at) == (at(3, 15), at(5, 9))
    assert told(request)[-1] == ("confirmed", at(5, 9), "zhao.min")
    assert (of("41").state, of("41").service.name_en, of("42").state) == (
        State.WORKING,
        "Impression",
        State.OFFERED,
    )
    assert of("41").promised_at == at(4, 12)


def test_otrs_in_gbk_with_article_trees_and_as_json_with_history(run, of):
    run("otrs", *FILES["otrs"])
    request = of("2026030210000011")
    assert (request.title, request.holder_unit.name_zh) == ("三号压机漏油", "设备科")
    assert request.details == "三号压机漏油，请尽快处理。"
    assert said(request) == [("陶志远", at(2, 9, 30), "马上过来。", False)]
    crane = of("2026030210000037")
    assert [(hop.unit.name_en, hop.started_at) for hop in crane.hops.all()] == [
        ("Helpdesk", at(2, 8)),
        ("Maintenance", at(2, 8, 20)),
    ]
    handoff = crane.handoffs.get()
    assert (handoff.from_unit.name_en, handoff.to_unit.name_en, handoff.offered_at) == (
        "Helpdesk", "Maintenance", at(2, 8, 20),
    )  # fmt: skip
    assert [each[2:] for each in said(crane)] == [("Bearing 12 ordered", True), ("Bearing replaced.", False)]
    assert [each[2:] for each in files(crane)] == [("noise.txt", 13)]


def test_osticket_dates_month_first_and_notes_internal(run, of):
    run("osticket", *FILES["osticket"])
    request = of("482913")
    assert (request.raised_at, request.closed_at, request.priority) == (at(2, 9, 15), at(2, 11), "urgent")
    assert request.details == "Gate 2 is stuck half open."
    assert said(request) == [
        ("Xu An", at(2, 9, 40), "Released by hand.", False),
        ("Xu An", at(2, 10), "Motor is 12 years old", True),
    ]
    assert files(request) == [("Sun Jie", datetime(2026, 3, 2, 1, 15, 30, tzinfo=UTC), "gate.txt", 10)]
    assert request.promised_at == at(4, 9, 15)
    assert of("482914").state == State.OFFERED  # open there, but nobody has it


@pytest.mark.parametrize("system", preset.SYSTEMS)
def test_events_have_the_times_of_then_and_say_that_they_were_imported(run, system):
    from qiao.desk.models import Request

    run(system, *FILES[system])
    for request in Request.objects.all():
        events = timeline(request)
        assert {event.data["log"] for event in events} == {system}
        assert (events[0].data["system"], events[0].data["key"]) == (system, request.imported_ticket.key)
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert all(event.at.year == 2026 and event.at.month == 3 for event in events)
        revisions = [event.data["revision"] for event in events]
        assert revisions == sorted(revisions)
        assert revisions[-1] == request.revision


@pytest.mark.parametrize("system", preset.SYSTEMS)
def test_hops_follow_each_other_and_add_up_with_the_pauses_to_the_time_until_delivery(run, system):
    from itertools import pairwise

    from qiao.desk.models import Pause, Request

    run(system, *FILES[system])
    running = {State.OFFERED, State.WORKING, State.PAUSED}
    for request in Request.objects.all():
        hops = list(request.hops.all())
        assert hops[0].started_at == request.raised_at
        assert all(first.ended_at == second.started_at for first, second in pairwise(hops))
        assert (hops[-1].ended_at is None) == (State(request.state) in running)
        assert len(hops) == request.hop_count == request.handoffs.count() + 1 + request.reopened
        assert {hop.unit_id for hop in hops} == set(request.involvements.values_list("unit_id", flat=True))
        assert Pause.objects.filter(hop__request=request, ended_at=None).count() == (
            request.state == State.PAUSED
        )
        if request.delivered_at and not request.reopened:
            spent = sum(hop.used_seconds + hop.paused_seconds for hop in hops)
            assert spent == (request.delivered_at - request.raised_at).total_seconds()
            assert request.used_seconds == sum(hop.used_seconds for hop in hops)


@pytest.mark.parametrize("system", preset.SYSTEMS)
def test_what_events_say_they_changed_leads_to_where_the_request_stands(run, system):
    from itertools import pairwise

    from qiao.desk.models import Request

    run(system, *FILES[system])
    for request in Request.objects.all():
        for column in ("state", "holder_unit_id", "holder_person_id", "waiting_for"):
            steps = [
                event.data["changes"][column]
                for event in timeline(request)
                if column in event.data.get("changes", {})
            ]
            assert all(first[1] == second[0] for first, second in pairwise(steps))
            if steps:
                assert steps[-1][1] == getattr(request, column)
