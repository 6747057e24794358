"""Logins. A person has at most one; a person without one is still served (kiosk, leader on behalf)."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from qiao.org.models import Person


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, username: str, person: Person, password: str | None = None, **extra: object) -> "Account":
        """A login for ``person``; without a password it can only be opened by a reset."""
        account = self.model(username=username, person=person, email=extra.pop("email", person.email), **extra)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """What one signs in with. What one may do comes from the person's place in the organisation."""

    username = models.CharField(max_length=80, unique=True)
    email = models.EmailField(blank=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
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

    # Qiao does not use Django's permission tables: see qiao.org.scope.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False
