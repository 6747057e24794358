"""Webhooks for programs of administrators: how they do, their messages, sending again.

They are made on the page: the secret is shown to a person, once, and would else lie in the answers that
the API keeps for calls that are repeated.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, Field

from qiao.accounts.calls import PersonCall
from qiao.ledger.refusals import refuse
from qiao.rest import etags
from qiao.rest.bodies import Said, Shown
from qiao.rest.fields import Row, When
from qiao.rest.paging import Page, Paging, page
from qiao.rest.routing import Router
from qiao.rest.scopes import register
from qiao.webhooks import actions, reads, rules
from qiao.webhooks.models import Delivery, Webhook
from qiao.webhooks.rules import MessageState, SwitchedOff, Trouble

READ = register("webhooks:read", _("Read webhooks and their messages (administrators)"))
WRITE = register("webhooks:write", _("Switch webhooks and have messages sent again (administrators)"))

router = Router("Webhooks")


class WebhookShown(Shown):
    id: int
    name: str
    url: str
    kinds: list[str]
    owner: str = Field(description="Personnel number of the administrator who answers for it.")
    off: SwitchedOff | None = Field(description="Why it is switched off; null while it sends.")
    off_at: datetime | None
    failing_since: datetime | None
    created_at: datetime
    revision: int


class TryShown(Shown):
    at: datetime
    trouble: Trouble | None = Field(description="Null when the receiver took it.")
    status: int | None
    answer: str = Field(description="The beginning of what the receiver said.")
    milliseconds: int | None


class MessageShown(Shown):
    id: int
    message: str = Field(description="The `webhook-id` under which it is sent, however often.")
    event: int | None = Field(description="Number of the event; null for a ping.")
    kind: str
    body: str
    state: MessageState
    tries: int
    created_at: datetime
    next_at: datetime | None
    attempts: list[TryShown]


class ReplayedShown(Shown):
    messages: int


class MessageFilters(BaseModel):
    state: MessageState | None = None


class Stretch(Said):
    since: When
    until: When


@router.read("/webhooks", scope=READ, answer=Page[WebhookShown])
def webhooks(http: PersonCall, paging: Query[Paging]) -> Page[WebhookShown]:
    """All webhooks."""
    refuse(rules.why_not_administer(http.person.scope))
    rows = Webhook.objects.select_related("owner")
    return page(http, rows, paging, order=("id",), show=lambda found: map(shown, found))


@router.read("/webhooks/{number}", scope=READ, answer=WebhookShown)
def webhook(http: PersonCall, number: Row) -> WebhookShown:
    """One webhook."""
    found = _one(http, number)
    etags.show(http, found.revision)
    return shown(found)


@router.act("/webhooks/{number}/on", scope=WRITE, answer=WebhookShown)
def on(http: PersonCall, number: Row) -> WebhookShown:
    """Switches it on; whoever does that answers for it."""
    found = _one(http, number)
    expected = etags.seen(http, found.revision)
    return shown(actions.switch_on(webhook=found, by=http.person, at=timezone.now(), expected=expected))


@router.act("/webhooks/{number}/off", scope=WRITE, answer=WebhookShown)
def off(http: PersonCall, number: Row) -> WebhookShown:
    """Switches it off."""
    found = _one(http, number)
    expected = etags.seen(http, found.revision)
    return shown(actions.switch_off(webhook=found, by=http.person, at=timezone.now(), expected=expected))


@router.act("/webhooks/{number}/ping", scope=WRITE, answer=MessageShown)
def ping(http: PersonCall, number: Row) -> MessageShown:
    """Has a test sent within a minute."""
    return message_shown(actions.ping(webhook=_one(http, number), by=http.person, at=timezone.now()))


@router.act("/webhooks/{number}/replay", scope=WRITE, answer=ReplayedShown)
def replay_between(http: PersonCall, number: Row, said: Stretch) -> ReplayedShown:
    """Has everything of a time sent again, also what was missed while it was off."""
    found = _one(http, number)
    many = actions.replay_between(
        webhook=found, since=said.since, until=said.until, by=http.person, at=timezone.now()
    )
    return ReplayedShown(messages=many)


@router.read("/webhooks/{number}/messages", scope=READ, answer=Page[MessageShown])
def messages(
    http: PersonCall, number: Row, filters: Query[MessageFilters], paging: Query[Paging]
) -> Page[MessageShown]:
    """Its messages with every try, newest first."""
    rows = reads.messages(_one(http, number), filters.state or "")
    return page(http, rows, paging, order=("-id",), show=lambda found: map(message_shown, found))


@router.act("/webhooks/{number}/messages/{delivery}/replay", scope=WRITE, answer=MessageShown)
def replay(http: PersonCall, number: Row, delivery: Row) -> MessageShown:
    """Has one message sent again within a minute, under its own number."""
    rows = Delivery.objects.filter(webhook=_one(http, number)).select_related("webhook")
    found = rows.filter(pk=delivery).first()
    if found is None:
        raise Http404
    return message_shown(actions.replay(delivery=found, by=http.person, at=timezone.now()))


def _one(http: PersonCall, number: int) -> Webhook:
    refuse(rules.why_not_administer(http.person.scope))
    found = Webhook.objects.select_related("owner").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def shown(row: Webhook) -> WebhookShown:
    """A webhook without its secrets."""
    return WebhookShown(
        id=row.pk,
        name=row.name,
        url=row.url,
        kinds=row.kinds,
        owner=row.owner.number,
        off=SwitchedOff(row.off) if row.off else None,
        off_at=row.off_at,
        failing_since=row.failing_since,
        created_at=row.created_at,
        revision=row.revision,
    )


def message_shown(row: Delivery) -> MessageShown:
    """A message with its tries."""
    return MessageShown(
        id=row.pk,
        message=row.message,
        event=row.event,
        kind=row.kind,
        body=row.body,
        state=MessageState(row.state),
        tries=row.tries,
        created_at=row.created_at,
        next_at=row.next_at,
        attempts=list(_tries(row)),
    )


def _tries(row: Delivery) -> Iterable[TryShown]:
    for each in row.attempts.all():
        yield TryShown(
            at=each.at,
            trouble=Trouble(each.trouble) if each.trouble else None,
            status=each.status,
            answer=each.answer,
            milliseconds=each.milliseconds,
        )
