"""The pulse for programs: the same gates, the same people, and nobody's answer."""

import pytest
from django.utils import timezone

from qiao.desk.tests.programs import program_of
from qiao.pulse.models import Answer

SAID = {"solved": "partly", "effort": 2, "kept": "no", "comment": "慢"}
SCOPES = ("pulse:read", "pulse:answer")


@pytest.fixture
def published(opinions):
    opinions.desk.now = timezone.now() - timezone.timedelta(days=40)
    for n, person in enumerate(opinions.customers(12)):
        opinions.answered(person, solved="no" if n < 3 else "yes", comment=f"意见{n}", kept="not_agreed")
    opinions.settle()
    return opinions


def test_results_are_what_the_page_shows_and_for_the_same_people(published, guo, mei, admin):
    body = program_of(guo, *SCOPES).ask("/units/maintenance/pulse").json()
    batch = body["items"][0]
    assert [each["service"] for each in batch["figures"]] == [None, "repair"]
    assert batch["figures"][0]["solved"] == {"yes": 9, "partly": 0, "no": 3}
    assert batch["figures"][0]["solved_share"]["n"] == 12
    assert batch["figures"][0]["kept_share"]["estimate"] is None, "below the gate there is no number"
    assert len(batch["comments"]) == 12
    for person in (mei, admin):
        assert program_of(person, *SCOPES).ask("/units/maintenance/pulse").status_code == 404
    assert program_of(guo, "requests:read").ask("/units/maintenance/pulse").status_code == 403


def test_one_answers_ones_own_and_nobody_elses(opinions, mei, he):
    opinions.desk.now = timezone.now()
    lot = opinions.asked(mei)
    mine, theirs = program_of(mei, *SCOPES), program_of(he, *SCOPES)
    assert [each["id"] for each in mine.ask("/pulse").json()] == [lot.pk]
    assert theirs.ask("/pulse").json() == []
    assert theirs.do(f"/pulse/{lot.pk}/answer", SAID).status_code == 404
    done = mine.do(f"/pulse/{lot.pk}/answer", SAID)
    assert (done.status_code, done.json()["version"], done.json()["state"]) == (200, 1, "answered")
    assert "effort" not in done.json()
    assert mine.do(f"/pulse/{lot.pk}/answer", {**SAID, "seen": 0}).status_code == 409
    assert mine.do(f"/pulse/{lot.pk}/answer", {**SAID, "effort": 6}).status_code == 422
    assert mine.do(f"/pulse/{lot.pk}/skip").json()["code"] == "pulse_answered_already"
    assert Answer.objects.count() == 1
