"""The small factory of the desk's tests, for what is asked of the whole API."""

from qiao.desk.tests.conftest import desk, fang, guo, mei, tao, wu, zhao

__all__ = ["desk", "fang", "guo", "mei", "tao", "wu", "zhao"]
