"""Making, changing and ending webhooks. Events say who did what, never the secret nor the whole address."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from qiao.ledger.actions import record
from qiao.ledger.models import Event
from qiao.ledger.refusals import Refused, refuse
from qiao.ledger.revisions import locked, update
from qiao.org.models import Person
from qiao.webhooks import rules, signing
from qiao.webhooks.models import Webhook
from qiao.webhooks.payload import known_kinds
from qiao.webhooks.rules import Kind, Reason, SwitchedOff


@transaction.atomic
def create(
    *, name: str, url: str, kinds: Collection[str], by: Person, at: datetime, off: bool = False
) -> tuple[Webhook, str]:
    """A webhook and its secret, which is told only now. Events from now on are sent."""
    refuse(rules.why_not_administer(by.scope))
    values = _checked(name, url, kinds)
    if Webhook.objects.count() >= rules.MOST_WEBHOOKS:
        raise Refused(Reason.TOO_MANY, most=rules.MOST_WEBHOOKS)
    secret = signing.new_secret()
    webhook = Webhook.objects.create(
        **values,
        owner=by,
        secret=signing.seal(secret),
        created_at=at,
        since=_last_event(),
        off=SwitchedOff.BY_HAND if off else "",
        off_at=at if off else None,
    )
    record(Kind.CREATED, subject=webhook, by=by, at=at, **_said(values))
    return webhook, secret


@transaction.atomic
def change(
    *,
    webhook: Webhook,
    name: str,
    url: str,
    kinds: Collection[str],
    by: Person,
    at: datetime,
    expected: int | None = None,
) -> Webhook:
    """Other words, address or kinds. Whoever saves answers for it from now on."""
    webhook = _begin(webhook, by, expected)
    values = _checked(name, url, kinds)
    before, after = _said({key: getattr(webhook, key) for key in values}), _said(values)
    update(webhook, **values, owner=by)
    changes = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    record(Kind.CHANGED, subject=webhook, by=by, at=at, name=webhook.name, changes=changes or None)
    return webhook


@transaction.atomic
def switch_off(
    *,
    webhook: Webhook,
    by: Person | None,
    at: datetime,
    why: SwitchedOff = SwitchedOff.BY_HAND,
    expected: int | None = None,
) -> Webhook:
    """Nothing is sent any more; what waits stays where it is. ``by`` None: Qiao itself."""
    webhook = _begin(webhook, by, expected)
    refuse(Reason.IS_OFF if webhook.off else None)
    update(webhook, off=why, off_at=at)
    record(Kind.SWITCHED_OFF, subject=webhook, by=by, at=at, name=webhook.name, why=why.value)
    return webhook


@transaction.atomic
def switch_on(*, webhook: Webhook, by: Person, at: datetime, expected: int | None = None) -> Webhook:
    """Events from now on are sent again, and what waited; whoever does it answers for it."""
    webhook = _begin(webhook, by, expected)
    refuse(None if webhook.off else Reason.IS_ON)
    update(webhook, off="", off_at=None, failing_since=None, owner=by)
    record(Kind.SWITCHED_ON, subject=webhook, by=by, at=at, name=webhook.name)
    return webhook


@transaction.atomic
def new_secret(
    *, webhook: Webhook, by: Person, at: datetime, expected: int | None = None
) -> tuple[Webhook, str]:
    """Another secret. For a day messages carry a signature of each, so that receivers can follow in peace."""
    webhook = _begin(webhook, by, expected)
    secret = signing.new_secret()
    update(webhook, secret=signing.seal(secret), old_secret=webhook.secret, old_until=at + rules.OLD_SECRET)
    record(Kind.SECRET_CHANGED, subject=webhook, by=by, at=at, name=webhook.name)
    return webhook, secret


@transaction.atomic
def delete(*, webhook: Webhook, by: Person, at: datetime) -> None:
    """It is gone with its messages; the ledger keeps that it was there."""
    webhook = _begin(webhook, by)
    record(Kind.DELETED, subject=webhook, by=by, at=at, **_said({"name": webhook.name, "url": webhook.url}))
    Webhook.objects.filter(pk=webhook.pk).delete()


def _begin(webhook: Webhook, by: Person | None, expected: int | None = None) -> Webhook:
    """The row as it is now, locked, if they may."""
    refuse(rules.why_not_administer(by.scope) if by else None)
    return locked(webhook, expected)


def _checked(name: str, url: str, kinds: Collection[str]) -> dict[str, Any]:
    name, url = name.strip(), url.strip()
    refuse(None if name else Reason.NAME_MISSING)
    refuse(rules.why_not_address(url, private=settings.WEBHOOK_PRIVATE))
    refuse(None if kinds else Reason.NO_KINDS)
    unknown = sorted(set(kinds) - known_kinds())
    if unknown:
        raise Refused(Reason.UNKNOWN_KIND, kind=unknown[0])
    return {"name": name[:120], "url": url, "kinds": sorted(set(kinds))}


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """For the ledger: of the address only the host, since paths often carry a key."""
    said = {name: value for name, value in values.items() if name != "url"}
    return said | {"host": urlsplit(values["url"]).hostname}


def _last_event() -> int:
    return int(Event.objects.aggregate(last=Max("id"))["last"] or 0)
