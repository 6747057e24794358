"""The desk for programs: the same reads, the same verbs, the same reasons."""

from qiao.desk.rest import (  # noqa: F401  (they fill the router)
    belonging,
    keeping,
    lists,
    one,
    raising,
    talk,
    templates,
    verbs,
)
from qiao.desk.rest.door import router

__all__ = ["router"]
