"""What people do to their own login on allauth's pages also goes into the ledger."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.utils import timezone

from qiao.accounts import actions
from qiao.accounts.events import Kind
from qiao.accounts.models import Account


@receiver([password_changed, password_reset, password_set])
def _password(user: Account, **_kwargs: Any) -> None:
    actions.note_security(kind=Kind.PASSWORD_CHANGED, account=user, at=timezone.now())


@receiver([authenticator_added, authenticator_reset])
def _added(user: Account, authenticator: Authenticator, **_kwargs: Any) -> None:
    actions.note_security(kind=Kind.FACTOR_ADDED, account=user, at=timezone.now(), factor=authenticator.type)


@receiver(authenticator_removed)
def _removed(user: Account, authenticator: Authenticator, **_kwargs: Any) -> None:
    actions.note_security(
        kind=Kind.FACTOR_REMOVED, account=user, at=timezone.now(), factor=authenticator.type
    )
