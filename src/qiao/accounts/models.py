"""Logins. A person has at most one; a person without one is still served (kiosk, leader on behalf)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from qiao.org.models import Person

if TYPE_CHECKING:
    from datetime import datetime


def digest(secret: str) -> str:
    """What is kept of a token. Its secret is 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


class AccountQuerySet(models.QuerySet["Account"]):
    def with_person(self) -> Self:
        """With everything a page needs to know about who is signed in, in one query."""
        return self.select_related("person__unit")

    def able(self) -> Self:
        """Logins that open: not deactivated, and their person still works here."""
        return self.filter(is_active=True, person__active=True)

    def by_email(self, email: str) -> Self:
        """Logins whose person has this address; it is kept in one place, with the person."""
        return self.filter(person__email__iexact=email.strip()) if email.strip() else self.none()


class AccountManager(BaseUserManager["Account"]):
    def get_queryset(self) -> AccountQuerySet:
        return AccountQuerySet(self.model, using=self._db)

    def with_person(self) -> AccountQuerySet:
        return self.get_queryset().with_person()

    def able(self) -> AccountQuerySet:
        return self.get_queryset().able()

    def by_email(self, email: str) -> AccountQuerySet:
        return self.get_queryset().by_email(email)

    def create_user(self, username: str, person: Person, password: str | None = None) -> Account:
        """A login for ``person``; without a password it can only be opened by a reset."""
        account = Account(username=username.strip(), person=person)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """What one signs in with. What one may do comes from the person's place in the organisation."""

    username = models.CharField(max_length=80, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    # Grows when every session of this login must end; the password's own change ends them too.
    epoch = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["person"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("username"), name="accounts_username_whatever_the_case")]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return str(self.person)

    @property
    def email(self) -> str:
        """The person's address: it is not kept twice, so it cannot go stale."""
        return self.person.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac(
            "qiao.accounts.session", f"{self.password}:{self.epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()

    # Qiao does not use Django's permission tables: see qiao.org.scope.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class TokenQuerySet(models.QuerySet["Token"]):
    def working(self, at: datetime) -> Self:
        """Neither revoked nor expired."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class Token(models.Model):
    """With it a program acts as a person, within its scopes. Kept as a hash."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    # The first signs of the secret, by which its owner recognises it.
    beginning = models.CharField(max_length=12)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
