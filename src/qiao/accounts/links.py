"""One-time addresses that let somebody set a password, and the mails that carry them.

Addresses start with QIAO_URL, never with what a browser sent as Host: a forged header must not be
able to lead a mail's reader elsewhere.
"""

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from qiao.accounts import post
from qiao.accounts.models import Account


def reset_link(account: Account) -> str:
    """Where ``account`` sets a new password. Works once and for a limited time (PASSWORD_RESET_TIMEOUT)."""
    return reset_url(f"{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}")


def reset_url(key: str) -> str:
    """The public address of allauth's reset page for its ``key`` (login and token)."""
    uid, _, token = key.partition("-")
    return public(reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token}))


def public(path: str) -> str:
    """A path as an address that works from a mail."""
    return f"{settings.PUBLIC_URL}{path}"


def mail_invitation(account: Account) -> None:
    """Sends the one-time address to the person, in the person's language."""
    with translation.override(account.person.language):
        context = {"person": account.person, "username": account.username, "url": reset_link(account)}
        subject = " ".join(render_to_string("accounts/mail/invitation_subject.txt", context).split())
        text = render_to_string("accounts/mail/invitation.txt", context)
    post.send(EmailMessage(subject, text.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [account.email]))
