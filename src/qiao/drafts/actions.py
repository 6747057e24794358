"""The only writers of drafts. They append no event: what was not sent did not happen."""

from datetime import datetime
from typing import Any

from django.db import transaction

from qiao.drafts import rules
from qiao.drafts.models import Draft
from qiao.ledger.refusals import refuse
from qiao.org.models import Person


@transaction.atomic
def keep(*, person: Person, key: str, fields: Any, at: datetime, page: str = "", title: str = "") -> None:
    """Keeps what ``person`` has typed so far under ``key``; what was kept there before is replaced.

    Refused when it is too long or not a form's content.
    """
    refuse(rules.why_not_keep(key, fields))
    kept = {"fields": fields, "page": rules.own_page(page), "title": title[:120], "kept_at": at}
    _, new = Draft.objects.update_or_create(person=person, key=key, defaults=kept)
    if new:
        beyond = Draft.objects.filter(person=person).values_list("pk", flat=True)[rules.MOST :]
        Draft.objects.filter(pk__in=list(beyond)).delete()


def forget(*, person: Person, key: str) -> None:
    """Drops a draft: it was sent, or thrown away. Nothing happens when there is none."""
    Draft.objects.filter(person=person, key=key).delete()


def sweep(*, at: datetime) -> int:
    """Drops the drafts that nobody has touched for a month. Returns how many."""
    return int(Draft.objects.filter(kept_at__lt=at - rules.KEPT).delete()[0])
