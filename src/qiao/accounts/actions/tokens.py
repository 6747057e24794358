"""Personal tokens: shown once, kept as a hash, and never more than their person."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from qiao.accounts import rules
from qiao.accounts.events import Kind
from qiao.accounts.models import Account, Token, digest
from qiao.ledger.actions import record
from qiao.ledger.refusals import refuse
from qiao.org.models import Person

# "When was it last used" to five minutes: not every call writes.
PRECISION = timedelta(minutes=5)


@transaction.atomic
def make_token(
    *,
    account: Account,
    name: str,
    scopes: Collection[str],
    known: Collection[str],
    expires_at: datetime,
    at: datetime,
) -> tuple[Token, str]:
    """A token of one's own login, and its secret, which nobody can ask for again. ``known``: all scopes."""
    account = (
        Account.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person")
        .get(pk=account.pk)
    )
    name = name.strip()
    working = Token.objects.working(at).filter(account=account)
    refuse(rules.why_not_help(account, account.person))
    refuse(
        rules.why_not_make_token(
            name=name, scopes=scopes, known=known, working=working.count(), lasts=expires_at - at
        )
    )
    secret = f"qiao_{secrets.token_urlsafe(32)}"
    token = Token.objects.create(
        account=account,
        name=name,
        digest=digest(secret),
        beginning=secret[:9],
        scopes=sorted(set(scopes)),
        created_at=at,
        expires_at=expires_at,
    )
    record(
        Kind.TOKEN_MADE,
        subject=account.person,
        by=account.person,
        at=at,
        token=token.pk,
        note=name,
        scopes=token.scopes,
        until=expires_at.isoformat(),
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token: Token, by: Person, at: datetime) -> Token:
    """The token works no more, from now on. Its person may, and an administrator."""
    token = (
        Token.objects.select_for_update(of=("self",), no_key=True)
        .select_related("account__person")
        .get(pk=token.pk)
    )
    refuse(
        rules.why_not_revoke_token(
            own=token.account.person_id == by.pk,
            is_administrator=by.scope.is_administrator,
            revoked=token.revoked_at is not None,
        )
    )
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    record(Kind.TOKEN_REVOKED, subject=token.account.person, by=by, at=at, token=token.pk, note=token.name)
    return token


def note_use(*, token: Token, at: datetime) -> None:
    """Remembers when it was last used, roughly: one small write in five minutes, and none in between."""
    if token.last_used_at is None or at - token.last_used_at >= PRECISION:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=at - PRECISION)
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=at)
