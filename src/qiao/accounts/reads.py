"""What the pages about logins show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qiao.accounts.events import Kind
from qiao.accounts.models import Account, Token, digest
from qiao.ledger.models import Event
from qiao.org.models import Person

SHOWN_EXPIRED = timedelta(days=30)
TABS: Mapping[str, Any] = {
    "with": _("With a login"),
    "without": _("Without a login"),
    "off": _("Deactivated or left"),
}

SENTENCES: Mapping[str, Any] = {
    Kind.LOGIN_CREATED: _("Login made"),
    Kind.LOGIN_DEACTIVATED: _("Login deactivated"),
    Kind.LOGIN_REACTIVATED: _("Login opened again"),
    Kind.LINK_ISSUED: _("One-time link shown"),
    Kind.LINK_MAILED: _("One-time link sent by e-mail"),
    Kind.MFA_RESET: _("Second steps removed"),
    Kind.SIGNED_OUT_EVERYWHERE: _("Signed out everywhere"),
    Kind.PASSWORD_CHANGED: _("Password changed"),
    Kind.FACTOR_ADDED: _("Second step added"),
    Kind.FACTOR_REMOVED: _("Second step removed"),
    Kind.TOKEN_MADE: _("Token made"),
    Kind.TOKEN_REVOKED: _("Token revoked"),
}

FACTORS: Mapping[str, Any] = {
    Authenticator.Type.TOTP: _("authenticator app"),
    Authenticator.Type.WEBAUTHN: _("passkey"),
    Authenticator.Type.RECOVERY_CODES: _("recovery codes"),
}


@dataclass(frozen=True)
class Line:
    """One line of a login's history."""

    at: datetime
    text: str
    by: str
    note: str


def people(show: str, words: str) -> QuerySet[Person]:
    """People by whether they can sign in, found by name, number or user name; with the login joined."""
    factors = Authenticator.objects.filter(user_id=OuterRef("account__pk"))
    found = Person.objects.select_related("unit", "account").annotate(has_factor=Exists(factors))
    if words:
        found = found.filter(
            Q(name__icontains=words)
            | Q(name_en__icontains=words)
            | Q(number__icontains=words)
            | Q(account__username__icontains=words)
        )
    closed = Q(account__is_active=False) | Q(active=False)
    if show == "off":
        return found.filter(closed, account__isnull=False)
    if show == "without":
        return found.filter(account__isnull=True, active=True)
    return found.filter(account__is_active=True, active=True)


def one(pk: int) -> Account | None:
    """A login with its person and unit."""
    return Account.objects.with_person().filter(pk=pk).first()


def login_of(person: Person) -> Account | None:
    """The login of ``person``, or None."""
    return Account.objects.filter(person=person).first()


def factors(account: Account) -> list[str]:
    """The second steps of a login, in words."""
    kinds = (
        Authenticator.objects.filter(user_id=account.pk).order_by("type", "pk").values_list("type", flat=True)
    )
    return [str(FACTORS.get(kind, kind)) for kind in kinds]


def tokens(account: Account, at: datetime) -> list[Token]:
    """The tokens of a login that work or have lately expired; revoked ones are gone."""
    kept = Token.objects.filter(account=account, revoked_at=None, expires_at__gt=at - SHOWN_EXPIRED)
    return list(kept.order_by("-pk"))


def token_of(secret: str) -> Token | None:
    """The token with that secret, with its login, person and unit in one query; None when there is none.

    Whether it still works is asked of the token: a program is told when it has expired.
    """
    found = Token.objects.filter(digest=digest(secret), revoked_at=None)
    return found.select_related("account__person__unit").first()


def story(account: Account, limit: int = 20) -> list[Line]:
    """What happened to a login, newest first."""
    events = list(Event.objects.about(account.person).filter(kind__in=list(SENTENCES)).reverse()[:limit])
    names = Person.objects.in_bulk({event.actor_id for event in events if event.actor_id})
    return [
        Line(
            at=event.at,
            text=str(SENTENCES.get(event.kind, event.kind)),
            by=str(names[event.actor_id]) if event.actor_id in names else "",
            note=str(event.data.get("note", "")),
        )
        for event in events
    ]
