"""What may be done with logins, and the sentence when it may not."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

LONGEST_TOKEN = timedelta(days=366)
MOST_TOKENS = 20


class Reason(StrEnum):
    """Why an action on a login is refused."""

    NOT_ADMINISTRATOR = "not_administrator"
    HAS_LOGIN = "has_login"
    PERSON_LEFT = "person_left"
    USERNAME_TAKEN = "username_taken"
    USERNAME_WRONG = "username_wrong"
    NO_ADDRESS = "no_address"
    OWN_LOGIN = "own_login"
    DEACTIVATED = "deactivated"
    ACTIVE = "active"
    UNKNOWN_LANGUAGE = "unknown_language"
    TOKEN_UNNAMED = "token_unnamed"  # noqa: S105  (names, not secrets)
    NO_SCOPES = "no_scopes"
    UNKNOWN_SCOPE = "unknown_scope"
    TOKEN_LASTS_WRONG = "token_lasts_wrong"  # noqa: S105
    TOO_MANY_TOKENS = "too_many_tokens"
    NOT_YOUR_TOKEN = "not_your_token"  # noqa: S105
    TOKEN_REVOKED = "token_revoked"  # noqa: S105

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]

    @property
    def status(self) -> int:
        """For HTTP: 403 where it depends on who asks, 409 where it depends on the state of things."""
        return 403 if self in {Reason.NOT_ADMINISTRATOR, Reason.OWN_LOGIN, Reason.NOT_YOUR_TOKEN} else 409


SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_ADMINISTRATOR: _("Only administrators manage logins."),
    Reason.HAS_LOGIN: _("This person already has a login; nobody has two."),
    Reason.PERSON_LEFT: _("This person has left. Make them active again in the organisation first."),
    Reason.USERNAME_TAKEN: _("Somebody else signs in with this user name or employee number."),
    Reason.USERNAME_WRONG: _("A user name has no spaces and no @, and at most 80 characters."),
    Reason.NO_ADDRESS: _("This person has no e-mail address. Hand over a one-time link instead."),
    Reason.OWN_LOGIN: _("This is your own login. Ask another administrator."),
    Reason.DEACTIVATED: _("This login is deactivated."),
    Reason.ACTIVE: _("This login is active already."),
    Reason.UNKNOWN_LANGUAGE: _("Qiao does not speak this language yet."),
    Reason.TOKEN_UNNAMED: _("Please name it, so that you know later what it is for."),
    Reason.NO_SCOPES: _("Choose at least one thing that it may do."),
    Reason.UNKNOWN_SCOPE: _("There is no such permission."),
    Reason.TOKEN_LASTS_WRONG: _("A token lasts at most a year."),
    Reason.TOO_MANY_TOKENS: _("You have 20 tokens that work. Revoke one that you do not need any more."),
    Reason.NOT_YOUR_TOKEN: _("This is somebody else's token."),
    Reason.TOKEN_REVOKED: _("This token has been revoked already."),
}


class PersonView(Protocol):
    pk: Any
    active: bool
    email: str


class LoginView(Protocol):
    person_id: int
    is_active: bool


def why_not_manage(*, is_administrator: bool) -> Reason | None:
    """Logins are managed by administrators only."""
    return None if is_administrator else Reason.NOT_ADMINISTRATOR


def why_not_create(person: PersonView, *, has_login: bool) -> Reason | None:
    """One login per person, and only for people who work here."""
    if not person.active:
        return Reason.PERSON_LEFT
    return Reason.HAS_LOGIN if has_login else None


def why_not_username(username: str, *, taken: bool) -> Reason | None:
    """A user name must not look like an e-mail address: one could sign in as somebody else's."""
    if not username or len(username) > 80 or "@" in username or any(c.isspace() for c in username):
        return Reason.USERNAME_WRONG
    return Reason.USERNAME_TAKEN if taken else None


def why_not_help(login: LoginView, person: PersonView) -> Reason | None:
    """Links and resets are for logins that open."""
    if not person.active:
        return Reason.PERSON_LEFT
    return None if login.is_active else Reason.DEACTIVATED


def why_not_mail(login: LoginView, person: PersonView) -> Reason | None:
    """A link can be sent where there is an address."""
    return why_not_help(login, person) or (None if person.email else Reason.NO_ADDRESS)


def why_not_deactivate(login: LoginView, *, by_id: int) -> Reason | None:
    """Nobody shuts themselves out, so one administrator always remains."""
    if login.person_id == by_id:
        return Reason.OWN_LOGIN
    return None if login.is_active else Reason.DEACTIVATED


def why_not_reactivate(login: LoginView, person: PersonView) -> Reason | None:
    """Only what was deactivated, and only while the person works here."""
    if not person.active:
        return Reason.PERSON_LEFT
    return Reason.ACTIVE if login.is_active else None


def why_not_reset_mfa(login: LoginView, person: PersonView, *, by_id: int) -> Reason | None:
    """Second factors are reset by another administrator, never by the holder alone."""
    return Reason.OWN_LOGIN if login.person_id == by_id else why_not_help(login, person)


def why_not_language(language: str, known: Mapping[str, str]) -> Reason | None:
    """One of the languages of the product."""
    return None if language in known else Reason.UNKNOWN_LANGUAGE


def why_not_make_token(
    *, name: str, scopes: Collection[str], known: Collection[str], working: int, lasts: timedelta
) -> Reason | None:
    """A token has a name, a purpose and an end."""
    if not name:
        return Reason.TOKEN_UNNAMED
    if not scopes:
        return Reason.NO_SCOPES
    if not set(scopes) <= set(known):
        return Reason.UNKNOWN_SCOPE
    if not timedelta() < lasts <= LONGEST_TOKEN:
        return Reason.TOKEN_LASTS_WRONG
    return Reason.TOO_MANY_TOKENS if working >= MOST_TOKENS else None


def why_not_revoke_token(*, own: bool, is_administrator: bool, revoked: bool) -> Reason | None:
    """One's own; an administrator anybody's."""
    if not (own or is_administrator):
        return Reason.NOT_YOUR_TOKEN
    return Reason.TOKEN_REVOKED if revoked else None
