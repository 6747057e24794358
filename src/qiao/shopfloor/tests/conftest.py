"""The desk's cast, a service that asks where it is, and a machine."""

from qiao.desk.tests.at_a_machine import enter, machine  # noqa: F401
from qiao.desk.tests.conftest import MONDAY, desk, fang, he, mei, tao, wu  # noqa: F401
