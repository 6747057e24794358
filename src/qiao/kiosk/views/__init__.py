"""Addresses: at the tablet, and for those who look after tablets and PINs."""

from qiao.kiosk.views.keeping import devices, give_pin, my_pin, new_device, pins, renew, revoke, unlock
from qiao.kiosk.views.standing import code, done, identify, pin, queue, set_up, start, still

__all__ = [
    "code",
    "devices",
    "done",
    "give_pin",
    "identify",
    "my_pin",
    "new_device",
    "pin",
    "pins",
    "queue",
    "renew",
    "revoke",
    "set_up",
    "start",
    "still",
    "unlock",
]
