"""The checklist of a service: written in the draft, part of the version, told as a change."""

import pytest

from qiao.catalogue import actions, checklist, keeping
from qiao.catalogue.checklist import Line
from qiao.catalogue.tests.conftest import NOW

LINES = [Line("断电挂牌", "Lock out and tag"), Line("拍照留底", "", required=False)]


def test_lines_survive_being_stored_and_empty_ones_are_left_out():
    assert checklist.parse(checklist.dump([*LINES, Line("")])) == tuple(LINES)


@pytest.mark.parametrize("data", [None, {}, "x", [1], [{"text_en": "no Chinese"}]])
def test_what_cannot_be_read_is_no_line(data):
    assert checklist.parse(data) == ()


def test_it_is_published_with_its_version_and_told_as_a_change(house):
    service = house.fresh()
    actions.begin_draft(service=service, by=None, at=NOW)
    actions.change_draft(service=service, checklist=LINES, by=None, at=NOW)
    told = " ".join(keeping.draft_page(house.fresh(), NOW).changes)
    assert "断电挂牌" in told
    actions.publish(service=service, by=None, at=NOW)
    assert house.fresh().version.checklist == tuple(LINES)
    actions.begin_draft(service=house.fresh(), by=None, at=NOW)
    assert house.draft().checklist == tuple(LINES)


def test_a_keeper_writes_it_on_a_page_and_takes_a_line_away_by_emptying_it(house, browse):
    service = house.fresh()
    actions.begin_draft(service=service, by=None, at=NOW)
    browser = browse("gang")
    url = f"/services/{service.code}/draft/checklist/"
    seen = house.fresh().revision
    sent = {"revision": seen, "zh_0": "断电挂牌", "required_0": "on", "zh_1": "拍照", "en_1": "Photo"}
    assert browser.post(url, sent).status_code == 302
    assert [(each.text_zh, each.required) for each in house.draft().checklist] == [
        ("断电挂牌", True),
        ("拍照", False),
    ]
    late = browser.post(url, {**sent, "zh_0": "又改"})
    assert "又改" in late.content.decode()
    browser.post(url, {"revision": house.fresh().revision, "zh_0": "", "zh_1": "拍照"})
    assert [each.text_zh for each in house.draft().checklist] == ["拍照"]
