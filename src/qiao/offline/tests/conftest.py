"""The desk's cast, and a place."""

from qiao.desk.tests.at_a_machine import enter, machine  # noqa: F401
from qiao.desk.tests.conftest import MONDAY, desk, fang, he, mei, tao, wu  # noqa: F401
