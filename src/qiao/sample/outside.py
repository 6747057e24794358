"""Another program that the sample knows of: a display in the workshop, switched off, since nobody listens."""

from datetime import datetime

from qiao.sample.building import World
from qiao.webhooks import actions


def tell_outside(world: World, *, at: datetime) -> None:
    """One webhook that is off: to look at, and to try with an address of one's own."""
    actions.create(
        name="焊装车间大屏",
        url="https://display.example.org/qiao",
        kinds=["request.raised", "request.accepted", "request.delivered", "request.confirmed"],
        by=world.cast["sun.jie"],
        at=at,
        off=True,
    )
