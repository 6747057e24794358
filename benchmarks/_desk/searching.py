"""Measures search on one database: ``python -m benchmarks._desk.searching SIZES ROUNDS`` prints its times."""

from __future__ import annotations

import json
import sys
import time
from random import Random
from statistics import median, quantiles

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from benchmarks._desk import run  # noqa: E402
from benchmarks._desk.organisation import World  # noqa: E402
from qiao.desk.models import Request  # noqa: E402
from qiao.ops import jobs, preparing  # noqa: E402
from qiao.org.models import Person  # noqa: E402
from qiao.search import actions, reads  # noqa: E402

THINGS = (
    "减速机",
    "电极帽",
    "输送链",
    "喷枪",
    "夹具",
    "料架",
    "编码器",
    "气缸",
    "冷却水",
    "光栅",
    "账号",
    "报表",
    "扫码枪",
)
TROUBLES = ("漏水", "异响", "卡滞", "报警", "磨损", "断裂", "黑屏", "过热", "缺料", "错位", "丢失", "打不开")
ENGLISH = ("robot stopped", "printer jammed", "account locked", "coolant leaking", "gripper misaligned")
# What is asked, and what is special about it.
QUESTIONS = {
    "a common word": "漏水",
    "a phrase": "减速机异响",
    "two words": "夹具 断裂",
    "one sign": "枪",
    "an English word begun": "gripp",
    "a number": "R-2025-1004711",
    "a rare word": "M4711",
    "a name by initials": "yg",
    "a mistyped word": "coolent",
    "nothing": "不存在的东西",
}


def main(sizes: list[int], rounds: int) -> None:
    """Grows one database from size to size and asks at each."""
    translation.activate("zh-hans")
    preparing.migrate()
    random = Random(20261123)
    copier, _shown = run._begin(random)
    for size in sizes:
        last = Request.objects.order_by("-id").values_list("pk", flat=True)[0] if copier.copies else 0
        run._grow(copier, size)
        _name(random, above=last)
        begun = time.monotonic()
        if last:
            fresh = Request.objects.filter(pk__gt=last).values_list("pk", flat=True)
            actions.texts(set(fresh))
        else:
            actions.rebuild()
        jobs.sample_tables()
        run._say(f"{size} indexed", begun)
        _ask(copier.world, size, rounds)


@transaction.atomic
def _name(random: Random, *, above: int) -> None:
    """Every copied request gets words of its own."""
    keys = Request.objects.filter(pk__gt=above).values_list("pk", flat=True)
    rows = [
        (f"{random.choice(THINGS)}{random.choice(TROUBLES)} {random.choice(ENGLISH)} M{key % 5000}", key)
        for key in keys.iterator()
    ]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE desk_request SET title = %s WHERE id = %s", rows)


def _ask(world: World, size: int, rounds: int) -> None:
    root = world.units[0].parent
    everybody = Person.objects.create(number=f"root{size}", name="总经理", unit=root)
    type(root).objects.filter(pk=root.pk).update(leader=everybody)
    people = {
        "head of a department": world.people[0],
        "member of a team": world.people[9],
        "head of all": everybody,
    }
    for who, person in people.items():
        for what, question in QUESTIONS.items():
            spent = [_once(question, person) for _ in range(rounds)]
            found = reads.find(question, seen_by=person, at=timezone.now())
            line = {"size": size, "who": who, "what": what, "found": len(found.requests) + len(found.people)}
            line |= {"p50": 1000 * median(spent), "p95": 1000 * quantiles(spent, n=20)[-1]}
            print(json.dumps(line, ensure_ascii=False), flush=True)


def _once(question: str, person: Person) -> float:
    """Seconds by the clock on the wall: the database's own process counts as well."""
    begun = time.perf_counter()
    reads.find(question, seen_by=person, at=timezone.now())
    return time.perf_counter() - begun


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1].split(",")], int(sys.argv[2]))
