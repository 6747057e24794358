"""Who calls the API: the person behind a token, or the one who is signed in with a browser."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from qiao.accounts import actions, reads
from qiao.accounts.models import Account, Token
from qiao.org import calls
from qiao.org.models import Person
from qiao.rest.calls import Caller
from qiao.rest.csrf import refuse_forged
from qiao.rest.problems import Code, Problem

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Qiao"'}
INVALID = {"WWW-Authenticate": 'Bearer realm="Qiao", error="invalid_token"'}


class PersonCall(calls.PersonCall):
    """A call behind the gate: a person's. (For types only; nothing makes one.)"""

    # None in a browser's session.
    token: Token | None


def authenticate(http: HttpRequest) -> Caller:
    """The caller; 401 when there is none. A token counts before a session."""
    said = http.headers.get("Authorization", "")
    if said:
        return _by_token(http, said)
    person: Person | None = getattr(http, "person", None)
    if person is None:
        raise Problem(401, Code.NO_TOKEN, headers=CHALLENGE)
    refuse_forged(http)
    http.token = None  # type: ignore[attr-defined]
    return Caller(person.pk)


def _by_token(http: HttpRequest, said: str) -> Caller:
    scheme, _, secret = said.partition(" ")
    token = reads.token_of(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None or not opens(token.account):
        raise Problem(401, Code.UNKNOWN_TOKEN, headers=INVALID)
    at = timezone.now()
    if token.expires_at <= at:
        raise Problem(401, Code.EXPIRED_TOKEN, headers=INVALID)
    actions.note_use(token=token, at=at)
    return _caller(http, token)


def _caller(http: HttpRequest, token: Token) -> Caller:
    person = token.account.person
    http.person, http.user, http.token = person, token.account, token  # type: ignore[attr-defined]
    asked = "" if http.headers.get("Accept-Language") else person.language
    return Caller(person.pk, frozenset(token.scopes), language=asked)


def opens(account: Account) -> bool:
    """A token never outlives its login: deactivated, or the person left."""
    return account.is_active and account.person.active
