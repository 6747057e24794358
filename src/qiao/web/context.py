"""What the shell shows around every page. Lazy: a page without the shell pays nothing for it."""

from collections.abc import Callable
from functools import lru_cache
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from qiao.notify.panels import bell
from qiao.org.models import Person, Unit
from qiao.ui.nav import Account, Item
from qiao.ui.words import local
from qiao.web import navigation, sample

KEEP = 60.0


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, account menu, organisation's name, the address for raising, whether this is the sample."""
    person: Person | None = getattr(request, "person", None)
    cast: Any = SimpleLazyObject(sample.cast)
    common = {
        "organisation": _lazy(organisation),
        "sample_banner": _lazy(sample.is_sample),
    }
    if person is None:
        return {**common, "cast": cast}
    if getattr(request, "kiosk", None) is not None:
        return {**common, "nav": _lazy(lambda: navigation.at_kiosk(request.path))}
    return {
        **common,
        "nav": _lazy(lambda: navigation.items(person, request.path)),
        "account": _lazy(lambda: account(person)),
        "bell": _lazy(lambda: bell(request)),
        "raise_url": _lazy(lambda: reverse("catalogue:catalogue")),
        "back_url": _lazy(lambda: up_from(request.path)),
    }


def organisation() -> str:
    """What the organisation calls itself: the setting, else the name of the topmost unit."""
    if settings.ORGANISATION:
        return str(settings.ORGANISATION)
    root = _root(int(monotonic() // KEEP))
    return local(root) if root else ""


@lru_cache(maxsize=1)
def _root(_minute: int) -> Unit | None:
    """The topmost unit; asked once a minute and process, because every page shows its name."""
    return Unit.objects.filter(parent=None, active=True).order_by("order", "pk").first()


def up_from(path: str) -> str:
    """Where the phone's back arrow leads from the pages of sign-in, whose views are allauth's; else ""."""
    security = reverse("mfa_index")
    if path == security:
        return reverse("web:me")
    inside = path.startswith((security, reverse("account_change_password"), reverse("account_set_password")))
    return security if inside else ""


def account(person: Person) -> Account:
    """Who is signed in, for the menu behind the avatar."""
    items = (
        Item(_("Me"), reverse("web:me"), "me"),
        Item(_("Sign-in and security"), reverse("mfa_index"), "shield"),
    )
    return Account(str(person), str(person.unit), items, reverse("account_logout"))


def _lazy(make: Callable[[], Any]) -> Any:
    return SimpleLazyObject(make)
