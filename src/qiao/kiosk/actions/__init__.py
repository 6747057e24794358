"""The only writers: devices, PINs, who is there."""

from qiao.kiosk.actions.devices import add, claim, note_seen, renew, revoke
from qiao.kiosk.actions.pins import give_pin, set_pin, unlock
from qiao.kiosk.actions.sittings import done, forget_old, identify, still

__all__ = [
    "add",
    "claim",
    "done",
    "forget_old",
    "give_pin",
    "identify",
    "note_seen",
    "renew",
    "revoke",
    "set_pin",
    "still",
    "unlock",
]
