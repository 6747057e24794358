"""The desk's cast, and a place."""

from qiao.desk.tests.conftest import MONDAY, desk, fang, he, mei, tao, wu  # noqa: F401
from qiao.kiosk.tests.conftest import _no_tries_yet, device, give, stand, tablet  # noqa: F401
from qiao.shopfloor.tests.conftest import enter, machine  # noqa: F401
