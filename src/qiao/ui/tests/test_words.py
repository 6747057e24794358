"""Durations, moments and names in both languages."""

from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from qiao.ui import words

NOW = datetime(2026, 11, 23, 5, 42, tzinfo=UTC)  # 13:42 in Shanghai
DAY = 8 * 3600


@pytest.fixture(autouse=True)
def _in_shanghai():
    with timezone.override(ZoneInfo("Asia/Shanghai")):
        yield


@pytest.mark.parametrize(
    ("seconds", "day", "chinese", "english"),
    [
        (0, None, "0 分", "0 min"),
        (59, None, "不到 1 分", "under 1 min"),
        (60, None, "1 分", "1 min"),
        (48 * 60 + 59, None, "48 分", "48 min"),
        (3600, None, "1 小时", "1 h"),
        (7560, None, "2 小时 6 分", "2 h 6 min"),
        (-7560, None, "2 小时 6 分", "2 h 6 min"),
        (27 * 3600, None, "27 小时", "27 h"),
        (150 * 3600 + 600, None, "150 小时", "150 h"),
        (DAY - 1, DAY, "7 小时 59 分", "7 h 59 min"),
        (DAY, DAY, "1 天", "1 day"),
        (DAY + 3 * 3600, DAY, "1 天 3 小时", "1 day 3 h"),
        (2 * DAY + 59 * 60, DAY, "2 天", "2 days"),
        (12 * DAY + 3 * 3600, DAY, "12 天", "12 days"),
    ],
)
def test_a_duration_is_said_in_two_units_at_most(seconds, day, chinese, english):
    with translation.override("zh-hans"):
        assert words.duration_text(seconds, day) == chinese
    with translation.override("en"):
        assert words.duration_text(seconds, day) == english


@pytest.mark.parametrize(
    ("seconds", "chinese"),
    [(100, "0 分"), (1700, "30 分"), (7920, "2.2 小时"), (4 * 3600, "4 小时"), (11.4 * 3600, "11 小时")],
)
def test_an_estimate_is_not_more_precise_than_it_is(seconds, chinese):
    with translation.override("zh-hans"):
        assert words.about_text(seconds) == chinese


@pytest.mark.parametrize(
    ("at", "chinese", "english", "within"),
    [
        (datetime(2026, 11, 23, 6, 30, tzinfo=UTC), "今天 14:30", "Today 14:30", "14:30 today"),
        (datetime(2026, 11, 23, 16, 5, tzinfo=UTC), "明天 00:05", "Tomorrow 00:05", "00:05 tomorrow"),
        (datetime(2026, 11, 22, 15, 59, tzinfo=UTC), "昨天 23:59", "Yesterday 23:59", "23:59 yesterday"),
        (datetime(2026, 11, 30, 1, 0, tzinfo=UTC), "11月30日 09:00", "30 Nov 09:00", "30 Nov 09:00"),
        (
            datetime(2027, 1, 4, 1, 0, tzinfo=UTC),
            "2027年1月4日 09:00",
            "4 Jan 2027 09:00",
            "4 Jan 2027 09:00",
        ),
    ],
)
def test_a_moment_is_said_as_people_say_it_in_the_readers_zone(at, chinese, english, within):
    with translation.override("zh-hans"):
        assert words.when_text(at, NOW) == chinese
        assert words.by_text(at, NOW) == chinese
    with translation.override("en"):
        assert words.when_text(at, NOW) == english
        assert words.by_text(at, NOW) == within


def test_the_full_moment_names_weekday_seconds_and_offset():
    with translation.override("zh-hans"):
        assert words.full_text(NOW) == "2026年11月23日 周一 13:42:00 +0800"
    with translation.override("en"):
        assert words.full_text(NOW) == "Mon 23 Nov 2026 13:42:00 +0800"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("林梅", "林"), ("Lin Mei", "LM"), ("Anna-Maria von Berg", "AB"), ("bot", "BO"), ("  ", "?"), ("", "?")],
)
def test_an_avatar_shows_a_surname_or_initials(name, shown):
    assert words.initials(name) == shown


@pytest.mark.parametrize(
    ("language", "chinese", "english", "shown"),
    [
        ("zh-hans", "设备部", "Maintenance", "设备部"),
        ("en", "设备部", "Maintenance", "Maintenance"),
        ("en", "设备部", "", "设备部"),
        ("zh-hans", "", "Maintenance", "Maintenance"),
    ],
)
def test_a_name_falls_back_to_the_other_language(language, chinese, english, shown):
    with translation.override(language):
        assert words.local(SimpleNamespace(name_zh=chinese, name_en=english)) == shown


def test_names_are_joined_as_the_language_does():
    with translation.override("zh-hans"):
        assert words.join_names(["林梅", "赵敏"]) == "林梅、赵敏"
    with translation.override("en"):
        assert words.join_names(["Lin Mei", "Zhao Min"]) == "Lin Mei, Zhao Min"
