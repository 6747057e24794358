"""Notice by mail to whoever answers for a webhook that was switched off."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from qiao.accounts import post
from qiao.accounts.links import public
from qiao.webhooks.models import Webhook
from qiao.webhooks.rules import SwitchedOff


def tell_owner(webhook: Webhook) -> None:
    """Says which one, why, and where to switch it on again; nothing without an address."""
    owner = webhook.owner
    if not owner.email:
        return
    with translation.override(owner.language):
        context = {
            "webhook": webhook,
            "owner": owner,
            "why": SwitchedOff(webhook.off).label,
            "url": public(reverse("webhooks:one", args=[webhook.pk])),
        }
        subject = " ".join(render_to_string("webhooks/mail/off_subject.txt", context).split())
        text = render_to_string("webhooks/mail/off.txt", context)
    post.send(EmailMessage(subject, text.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [owner.email]))
