"""A request of the sample names the machine that its words mean."""

import pytest

from qiao.places.models import Place
from qiao.sample.lives import machines_named

NAMES = (
    "3 号焊接机器人（A 线）",
    "3 号焊接机器人（B 线）",
    "13 号焊接机器人（B 线）",
    "3 号压力机",
    "3 工位",
)
MACHINES = [Place(name_zh=name) for name in NAMES]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("3 号焊接机器人焊枪冷却水漏水", NAMES[:2]),
        ("3 号焊接机器人焊枪冷却水漏水 B 线 3 号机器人焊枪漏水", [NAMES[1]]),
        ("13 号焊接机器人示教器黑屏", [NAMES[2]]),
        ("3 号压力机光栅误触发", [NAMES[3]]),
        ("AGV 5 号车反复急停", []),
    ],
)
def test_the_machine_that_the_words_name(words, named):
    assert [each.name_zh for each in machines_named(MACHINES, words)] == list(named)
