"""The pages: upload, look, change, try, import, look at what came."""

import pytest
from django.urls import reverse

from qiao.desk.models import Request
from qiao.eventlog.tests.logs import HEADER
from qiao.imports import actions, running
from qiao.imports.models import Import
from qiao.imports.rules import Job, State, System
from qiao.imports.tests.conftest import log_file, ticket_file

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "/administration/imports/new/"


@pytest.fixture
def page(browser, admin):
    admin.language = "en"
    admin.save()
    return browser(admin)


def text(answer):
    return answer.content.decode()


def test_to_others_the_pages_do_not_exist(desk, upload, browser, mei, client):
    made = upload()
    hers = browser(mei)
    gets = ["index", "new", *(f"{name}" for name in ("one", "progress", "mapping", "report", "discard"))]
    for name in gets:
        url = reverse(f"imports:{name}", args=[] if name in {"index", "new"} else [made.pk])
        assert hers.get(url).status_code == 404
        assert client.get(url).status_code == 302
    for url in (
        NEW,
        reverse("imports:choose", args=[made.pk]),
        reverse("imports:stop", args=[made.pk]),
        reverse("imports:begin", args=[made.pk, "import"]),
        reverse("imports:discard", args=[made.pk]),
    ):
        assert hers.post(url).status_code == 404
    assert Import.objects.get().stands is State.READY


def test_from_upload_to_requests(desk, page, own_folder):
    sent = page.post(NEW, {"system": "log", "title": "Press shop", "files": log_file()}, follow=True)
    made = Import.objects.get()
    assert "because" in text(sent) or "of its name" in text(sent)
    assert HEADER[0] in text(sent)
    tried = page.post(reverse("imports:choose", args=[made.pk]), chosen(made, job="rehearse"), follow=True)
    assert "It begins within seconds" in text(tried)
    running.work(lambda: False)
    shown = text(page.get(reverse("imports:one", args=[made.pk])))
    assert "What would come" in shown
    assert "Nobody can see" not in shown
    page.post(reverse("imports:begin", args=[made.pk, "import"]))
    assert page.get(reverse("imports:progress", args=[made.pk])).status_code == 200
    running.work(lambda: False)
    assert page.get(reverse("imports:progress", args=[made.pk]))["HX-Refresh"] == "true"
    shown = text(page.get(reverse("imports:one", args=[made.pk])))
    for url in ("/worklist/log-press-shop/", "/board/log-press-shop/"):
        assert url in shown
        assert page.get(url).status_code == 200
    assert "2 new requests" in shown
    assert Request.objects.count() == 2


def chosen(made, **more):
    """The form as the page shows it."""
    roles = {each["role"]: each["columns"] for each in made.guess["choices"]}
    form = {role: columns if role == "activity" else columns[0] for role, columns in roles.items()}
    return {"seen": made.revision, **form, **more}


def test_columns_and_steps_are_changed_and_kept(desk, page, upload, carry_out):
    made = carry_out(upload(), Job.REHEARSE)
    steps = {f"step{n}": step for n, (_activity, step, _many) in enumerate(made.report["steps"])}
    wait = next(n for n, (activity, *_rest) in enumerate(made.report["steps"]) if activity == "Wait")
    said = chosen(made, **steps | {f"step{wait}": "work"}, team="", job="")
    assert page.post(reverse("imports:choose", args=[made.pk]), said).status_code == 302
    made.refresh_from_db()
    assert (made.options["mapping"]["team"], made.options["mapping"]["steps"]) == ("", {"Wait": "work"})
    assert (made.stands, made.report) == (State.READY, {})
    kept = page.get(reverse("imports:mapping", args=[made.pk])).content.decode()
    assert '"Wait": "work"' in kept
    again = page.post(reverse("imports:choose", args=[made.pk]), {**said, "resource": ""})
    assert again.status_code == 409
    assert "Somebody else changed this" in text(again)


def test_a_log_whose_columns_cannot_be_told_asks_for_them(desk, page):
    rows = [(f"{n % 2}x", "aa", "2026-03-02T08:00:00Z") for n in range(6)]
    file = log_file(rows, header=("k", "w", "d"))
    shown = page.post(NEW, {"system": "log", "files": file}, follow=True)
    made = Import.objects.get()
    assert made.guess["columns"] == ["k", "w", "d"]
    assert "cannot be told" in text(shown)
    said = {"seen": made.revision, "case": "k", "activity": ["w"], "time": "d", "job": "rehearse"}
    page.post(reverse("imports:choose", args=[made.pk]), said)
    running.work(lambda: False)
    made.refresh_from_db()
    assert (made.stands, made.report["figures"]["cases"]) == (State.REHEARSED, 2)


def test_words_that_were_guessed_can_be_said(desk, page, upload, carry_out):
    made = carry_out(upload(ticket_file(), system=System.ZAMMAD), Job.REHEARSE)
    url = reverse("imports:choose", args=[made.pk])
    assert "states:odd" in text(page.get(reverse("imports:one", args=[made.pk])))
    wrong = page.post(url, {"seen": made.revision, "map": "[states]\nx = 'fly'", "states:odd": "close"})
    assert (wrong.status_code, "no such step" in text(wrong)) == (422, True)
    page.post(url, {"seen": made.revision, "map": "", "states:odd": "close", "job": "import"})
    running.work(lambda: False)
    assert Request.objects.get(title="Ticket 2").state == "confirmed"


def test_what_is_refused_is_said_at_the_form(desk, page, settings):
    for said, sentence in (
        ({"system": "log"}, "Choose a file first"),
        ({"system": "log", "files": [log_file(), log_file()]}, "one file"),
        ({"system": "jira", "files": ticket_file(), "archive": log_file()}, "no ZIP archive"),
        ({"system": "log", "files": log_file(), "zone": "Mars/Base"}, "Mars/Base"),
    ):
        answer = page.post(NEW, said)
        assert (answer.status_code, sentence in text(answer)) == (422, True), sentence
    assert not Import.objects.exists()


def test_large_bodies_are_for_administrators_on_this_page_only(desk, page, browser, mei, settings):
    settings.BODY_LIMIT, settings.IMPORT_LIMIT = 300, 100_000
    hers = browser(mei)
    large = lambda: {"system": "log", "title": "x" * 10, "files": log_file()}  # noqa: E731
    assert page.post(NEW, large()).status_code == 302
    assert hers.post(NEW, large()).status_code == 413
    assert page.post("/administration/imports/1/mapping/", large()).status_code == 413
    settings.IMPORT_LIMIT = 300
    assert page.post(NEW, large()).status_code == 413


def test_stopping_and_removing(desk, page, upload, admin, own_folder):
    made = upload()
    page.post(reverse("imports:begin", args=[made.pk, "rehearse"]))
    assert "It is running" in text(page.post(reverse("imports:discard", args=[made.pk]), follow=True))
    assert "Stopped" in text(page.post(reverse("imports:stop", args=[made.pk]), follow=True))
    assert page.get(reverse("imports:discard", args=[made.pk])).status_code == 200
    page.post(reverse("imports:discard", args=[made.pk]))
    assert not Import.objects.exists()
    assert not list((own_folder / "imports").iterdir())


def test_the_event_log_tells_of_it(desk, page, upload, carry_out):
    carry_out(upload(title="Press shop"))
    shown = text(page.get(reverse("audit:events")))
    for words in ("Files to import uploaded", "Import begun", "Import finished", "Press shop"):
        assert words in shown


def test_pages_cost_the_same_however_many_there_are(desk, page, upload, django_assert_num_queries):
    upload(title="one")
    page.get(reverse("imports:index"))
    with django_assert_num_queries(BASE) as few:
        page.get(reverse("imports:index"))
    for n in range(5):
        upload(title=f"more {n}")
    with django_assert_num_queries(len(few)):
        page.get(reverse("imports:index"))


BASE = 9


def test_all_problems_can_be_downloaded_after_a_try(desk, page, upload, carry_out):
    made = carry_out(upload(ticket_file(), system=System.ZAMMAD), Job.REHEARSE)
    answer = page.get(reverse("imports:report", args=[made.pk]))
    assert b"guessed_state" in b"".join(answer.streaming_content)
    other = upload()
    assert page.get(reverse("imports:report", args=[other.pk])).status_code == 404
    actions.discard(upload=made, by=made.by, at=made.created_at)
