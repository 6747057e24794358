"""The desk for programs: the same reads, the same verbs, the same reasons."""

from qiao.desk.rest import belonging, lists, one, raising, talk, verbs  # noqa: F401  (they fill the router)
from qiao.desk.rest.door import router

__all__ = ["router"]
