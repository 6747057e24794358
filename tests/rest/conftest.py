"""The small factory of the desk's tests, for what is asked of the whole API."""

from qiao.desk.tests.conftest import admin, desk, fang, guo, mei, tao, wu, zhao

__all__ = ["admin", "desk", "fang", "guo", "mei", "tao", "wu", "zhao"]
