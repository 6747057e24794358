"""What the pages about webhooks show."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q, QuerySet

from qiao.webhooks.models import Delivery, Try, Webhook
from qiao.webhooks.rules import MessageState, SwitchedOff


def every() -> QuerySet[Webhook]:
    """All webhooks with who answers for them and how much waits."""
    waiting = Count("deliveries", filter=Q(deliveries__state=MessageState.WAITING))
    return Webhook.objects.select_related("owner").annotate(waiting=waiting)


def messages(webhook: Webhook, state: str = "") -> QuerySet[Delivery]:
    """Those of one webhook with their tries, newest first when paged by ``-id``."""
    found = Delivery.objects.filter(webhook=webhook).prefetch_related(
        Prefetch("attempts", Try.objects.order_by("id"))
    )
    return found.filter(state=state) if state in set(MessageState) else found


def switched_off_by_itself() -> QuerySet[Webhook]:
    """Those that send nothing although nobody wanted that."""
    return Webhook.objects.filter(
        off__in=(SwitchedOff.FAILING, SwitchedOff.GONE, SwitchedOff.OWNER)
    ).order_by("name")
