"""Checklists of the sample's services."""

from qiao.catalogue.checklist import Line

# What is ticked off on every request of these services.
CHECKLISTS = {
    "EQ-PLAN": (
        Line("断电、挂牌、确认无残压", "Locked out, tagged, no pressure left"),
        Line("换下的零件交回仓库", "Old parts returned to the store", required=False),
        Line("试运行三个循环", "Three cycles on trial"),
    ),
    "SAFE-PERMIT": (
        Line("现场有监护人", "Somebody watches on the spot"),
        Line("灭火器在 10 米内", "Extinguisher within 10 metres"),
    ),
}
