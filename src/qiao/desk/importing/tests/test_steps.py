"""What activities of foreign logs do, by their words."""

import pytest

from qiao.desk.importing.steps import Step, ends_nowhere, pause_kind, step_of, steps_of
from qiao.desk.rules import PauseKind


@pytest.mark.parametrize(
    ("activity", "step"),
    [
        ("Queued/Awaiting Assignment", Step.QUEUE),
        ("Accepted/In Progress", Step.WORK),
        ("Accepted/Assigned", Step.WORK),
        ("Accepted/Wait", Step.PAUSE),
        ("Completed/Closed", Step.CLOSE),
        ("Completed/Cancelled", Step.WITHDRAW),
        ("Unmatched/Unmatched", Step.QUEUE),
        ("Assign seriousness", Step.QUEUE),
        ("Insert ticket", Step.QUEUE),
        ("Take in charge ticket", Step.WORK),
        ("Wait", Step.PAUSE),
        ("Require upgrade", Step.PAUSE),
        ("Resolve ticket", Step.DELIVER),
        ("RESOLVED", Step.DELIVER),
        ("Resolve SW anomaly", Step.WORK),
        ("Create SW anomaly", Step.WORK),
        ("Closed", Step.CLOSE),
        ("INVALID", Step.WITHDRAW),
        ("T10 Determine necessity to stop indication", Step.WORK),
        ("Rejected", Step.DECLINE),
        ("受理", Step.WORK),
        ("待受理", Step.QUEUE),
        ("等待备件", Step.PAUSE),
        ("办结", Step.DELIVER),
        ("关闭", Step.CLOSE),
    ],
)
def test_what_an_activity_does_by_its_words(activity, step):
    assert step_of(activity) is step


def test_what_is_given_goes_before_what_is_guessed():
    assert steps_of(["Wait", "Closed"], {"Wait": "work"}) == {"Wait": Step.WORK, "Closed": Step.CLOSE}


def test_a_log_without_an_ending_activity_is_recognised():
    assert ends_nowhere({"a": Step.WORK, "b": Step.PAUSE})
    assert not ends_nowhere({"a": Step.WORK, "b": Step.DELIVER})


@pytest.mark.parametrize(
    ("activity", "kind"),
    [
        ("Wait - User", PauseKind.REQUESTER),
        ("等待备件", PauseKind.PARTS),
        ("Require upgrade", PauseKind.PARTS),
        ("Wait", PauseKind.THIRD_PARTY),
    ],
)
def test_for_whom_a_pause_waits(activity, kind):
    assert pause_kind(activity) is kind
