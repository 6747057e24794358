"""Categories: the shelves on which services stand. Administrators keep them."""

from datetime import datetime

from django.db import transaction

from qiao.catalogue.actions.guard import differences, free_code, keeper_of_categories, named, tell
from qiao.catalogue.events import Kind
from qiao.catalogue.models import Category
from qiao.catalogue.rules import Reason
from qiao.ledger.refusals import refuse
from qiao.ledger.revisions import locked, update
from qiao.org.models import Person


@transaction.atomic
def create_category(
    *,
    by: Person | None,
    at: datetime,
    code: str,
    name_zh: str = "",
    name_en: str = "",
    icon: str = "serve",
    order: int = 0,
) -> Category:
    """A new, empty category; ``icon`` is a symbol of the component library."""
    keeper_of_categories(by)
    name_zh, name_en = named(name_zh, name_en)
    category = Category.objects.create(
        code=free_code(Category, code.strip()), name_zh=name_zh, name_en=name_en, icon=icon, order=order
    )
    tell(Kind.CATEGORY_CREATED, category, by=by, at=at, name=category.name_zh)
    return category


@transaction.atomic
def change_category(
    *,
    category: Category,
    by: Person | None,
    at: datetime,
    name_zh: str,
    name_en: str = "",
    icon: str = "serve",
    order: int = 0,
    expected: int | None = None,
) -> Category:
    """Renames a category, or gives it another symbol or place."""
    keeper_of_categories(by)
    category = locked(category, expected)
    name_zh, name_en = named(name_zh, name_en)
    values = {"name_zh": name_zh, "name_en": name_en, "icon": icon, "order": order}
    changed = differences(category, values)
    if changed:
        update(category, **values)
        tell(Kind.CATEGORY_CHANGED, category, by=by, at=at, changed=changed)
    return category


@transaction.atomic
def close_category(
    *, category: Category, by: Person | None, at: datetime, expected: int | None = None
) -> Category:
    """Nothing new is put into it; services that stand in it go on until they are put elsewhere."""
    keeper_of_categories(by)
    category = locked(category, expected)
    refuse(None if category.active else Reason.ALREADY_CLOSED)
    update(category, active=False)
    tell(Kind.CATEGORY_CLOSED, category, by=by, at=at)
    return category


@transaction.atomic
def reopen_category(
    *, category: Category, by: Person | None, at: datetime, expected: int | None = None
) -> Category:
    """It may be used again."""
    keeper_of_categories(by)
    category = locked(category, expected)
    refuse(Reason.NOT_CLOSED if category.active else None)
    update(category, active=True)
    tell(Kind.CATEGORY_REOPENED, category, by=by, at=at)
    return category
