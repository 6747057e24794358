"""Differences between two versions, in words."""

from dataclasses import replace

from django.utils.translation import override

from qiao.catalogue.changes import Terms, differences
from qiao.catalogue.rules import Form, Targets
from qiao.catalogue.tests.conftest import QUESTIONS

TERMS = Terms(
    form=Form.parse(QUESTIONS),
    targets=Targets.parse({"normal": [3600, 8 * 3600], "urgent": [900, 4 * 3600]}),
    calendar="Day shift",
    day=8 * 3600,
    assigned_by="Queue: whoever is free accepts",
    audience=None,
    confirm_days=3,
)


def test_the_same_twice_has_no_differences():
    assert differences(TERMS, TERMS) == []


def test_every_difference_is_one_sentence():
    form = Form.parse(
        [
            {
                **QUESTIONS[1],
                "required": False,
                "options": [*QUESTIONS[1]["options"], {"value": "q", "label_zh": "?"}],
            },
            {**QUESTIONS[0], "label_en": "What happened"},
            {"key": "photo", "kind": "photo", "label_zh": "照片", "label_en": "Photo"},
        ]
    )
    after = replace(
        TERMS,
        form=form,
        targets=Targets.parse({"normal": [3600, 16 * 3600]}),
        calendar="Three shifts",
        audience=("Stamping", "Welding"),
        assigned_by="Whoever is on shift and holds least",
        confirm_days=5,
    )
    with override("en"):
        assert differences(TERMS, after) == [
            "“Has the line stopped”, answer: optional (was required).",
            "“Has the line stopped”, options: Stopped, Running, ? (was Stopped, Running).",
            "“What happened”, name: What happened (was What is wrong).",
            "New question “Photo”.",
            "The question “Stopped on” is gone.",
            "The questions come in another order.",
            "Line stopped or unsafe: — (was respond 15 min, complete 4 h).",
            "Normal: respond 1 h, complete 2 d (was respond 1 h, complete 1 d).",
            "Working calendar: Three shifts (was Day shift).",
            "Who may ask: Stamping, Welding (was everybody).",
            "Who gets it: Whoever is on shift and holds least (was Queue: whoever is free accepts).",
            "Confirms itself after (working days): 5 (was 3).",
        ]


def test_a_new_condition_is_told_in_words():
    changed = [*QUESTIONS[:2], {**QUESTIONS[2], "when": {"key": "stopped", "values": ["no"]}}]
    with override("en"):
        told = differences(TERMS, replace(TERMS, form=Form.parse(changed)))
    assert told == [
        "“Stopped on”, asked: only when “Has the line stopped” is Running"
        " (was only when “Has the line stopped” is Stopped)."
    ]
