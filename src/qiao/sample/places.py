"""The lines and machines of the sample, with the codes on their plates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qiao.places import actions
from qiao.places.models import Place
from qiao.sample.building import World


@dataclass(frozen=True)
class LineSpec:
    """A line of a workshop, and the machines along it, numbered from one."""

    code: str
    unit: str
    name_zh: str
    name_en: str
    machine_zh: str
    machine_en: str
    prefix: str
    machines: int


LINES = (
    LineSpec("ST-L1", "STAMP", "冲压线", "Press line", "号压力机", "Press", "PR-", 6),
    LineSpec("WL-A", "WELD", "焊装 A 线", "Welding line A", "号焊接机器人（A 线）", "Welding robot A", "WR-A", 18),
    LineSpec("WL-B", "WELD", "焊装 B 线", "Welding line B", "号焊接机器人（B 线）", "Welding robot B", "WR-B", 30),
    LineSpec("WL-C", "WELD", "焊装 C 线", "Welding line C", "号焊接机器人（C 线）", "Welding robot C", "WR-C", 14),
    LineSpec("PT-L1", "PAINT", "涂装线", "Paint line", "号喷涂站", "Spray station", "PT-", 8),
    LineSpec("AS-L1", "ASSY", "总装线", "Assembly line", "工位", "Station", "AS-", 24),
)  # fmt: skip


def furnish(world: World) -> None:
    """Enters every line and machine; ``world.machines`` holds those that break."""
    for spec in LINES:
        line = actions.create_place(
            code=spec.code,
            name_zh=spec.name_zh,
            name_en=spec.name_en,
            kind=Place.Kind.LINE,
            unit=world.units[spec.unit],
            by=None,
            at=world.at,
        )
        world.machines += _machines(world, spec, line)


def _machines(world: World, spec: LineSpec, line: Place) -> Iterator[Place]:
    for number in range(1, spec.machines + 1):
        yield actions.create_place(
            code=f"{spec.prefix}{number:02d}",
            name_zh=f"{number} {spec.machine_zh}",
            name_en=f"{spec.machine_en} {number}",
            kind=Place.Kind.MACHINE,
            unit=world.units[spec.unit],
            inside=line,
            by=None,
            at=world.at,
        )
