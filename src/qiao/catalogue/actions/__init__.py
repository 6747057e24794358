"""The only writers of the catalogue."""

from qiao.catalogue.actions.categories import (
    change_category,
    close_category,
    create_category,
    reopen_category,
)
from qiao.catalogue.actions.drafts import begin_draft, change_draft, drop_draft, publish
from qiao.catalogue.actions.services import (
    change_service,
    create_service,
    move_service,
    reopen_service,
    retire_service,
)

__all__ = [
    "begin_draft",
    "change_category",
    "change_draft",
    "change_service",
    "close_category",
    "create_category",
    "create_service",
    "drop_draft",
    "move_service",
    "publish",
    "reopen_category",
    "reopen_service",
    "retire_service",
]
