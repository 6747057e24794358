"""Other programs that the sample knows of: a display in the workshop, switched off, and two with tokens."""

from datetime import datetime, timedelta

from qiao.accounts.actions import make_token
from qiao.accounts.models import Account
from qiao.sample.building import World
from qiao.webhooks import actions

# To look at: nobody knows their secrets.
TOKENS = (("lin.mei", "焊装二班看板", "requests:read"), ("sun.jie", "值班报表", "organisation:read"))


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


def give_tokens(*, at: datetime) -> None:
    """Two of the cast let a program act as them."""
    for username, name, scope in TOKENS:
        account = Account.objects.get(username=username)
        until = at + timedelta(days=90)
        make_token(account=account, name=name, scopes=[scope], known=[scope], expires_at=until, at=at)
