"""What may be done with logins, and the sentence when it may not."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _


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

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]

    @property
    def status(self) -> int:
        """For HTTP: 403 where it depends on who asks, 409 where it depends on the state of things."""
        return 403 if self in {Reason.NOT_ADMINISTRATOR, Reason.OWN_LOGIN} else 409


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
