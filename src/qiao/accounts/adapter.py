"""How allauth behaves here: closed sign-up, addresses that belong to people, mail beside the request."""

import base64
import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qiao.accounts import links, post
from qiao.accounts.models import Account

# Said by the redirect itself; a toast on every page one lands on would only be noise.
SILENT = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}
WAYS: dict[str, Any] = {
    "reauthenticate": _("With the password"),
    "mfa_reauthenticate": _("With a code from the app"),
    "mfa_reauthenticate:webauthn": _("With a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Account settings of Qiao that are code."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This login is deactivated. Ask an administrator."),
        "username_password_mismatch": _("User name or password is not right."),
        "email_password_mismatch": _("User name or password is not right."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, or set a new password."),
        "rate_limited": _("Too many tries. Wait a minute."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right. Codes change every 30 seconds."),
        "invalid_password_reset": _("This link was used already or is too old."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        return [
            {**method, "description": WAYS.get(method["id"], method["description"])} for method in methods
        ]

    def get_reset_password_from_key_url(self, key: str) -> str:
        return links.reset_url(key)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *args, **kwargs)

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponseBase | None:
        if isinstance(user, Account) and not (user.is_active and user.person.active):
            user.is_active = False  # somebody who left; allauth asks the login only
        response: HttpResponseBase | None = super().pre_login(request, user, **kwargs)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whom it is about, whatever the language of whoever asked."""
        user = context.get("user")
        language = user.person.language if isinstance(user, Account) else translation.get_language()
        with translation.override(language):
            message: EmailMessage = self.render_mail(template_prefix, email, context)
        post.send(message)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tells people that something about their login changed, so that they notice when it was not them."""
        if isinstance(user, Account) and user.email:
            about = {"user": user, "timestamp": timezone.now(), "ip": self.get_client_ip(self.request)}
            self.send_mail(template_prefix, user.email, about | (context or {}))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Not per host name: another spelling of the host must not give another five tries.
        return str(credentials.get("email") or credentials.get("username") or "").lower()


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are encrypted at rest, their names are in the person's language."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Another secret key: nothing fits any more and an administrator resets the factor. It must
            # not become an empty secret, whose codes anybody could compute.
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def _get_site_name(self) -> str:
        return settings.ORGANISATION or gettext("Qiao")

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002
        from allauth.mfa.models import Authenticator

        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}


def _box() -> MultiFernet:
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    derived = (hashlib.sha256(b"qiao.accounts.mfa:" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
