"""Who an e-mail address or a session stands for. Passwords themselves are allauth's and Django's business."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from qiao.accounts.models import Account
from qiao.statements import Question

SIGNED_IN = Question(lambda account: Account.objects.with_person().able().filter(pk=account))


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """User name or e-mail with password; loads a session's login and its person with one query."""

    def get_user(self, user_id: int) -> Account | None:
        """The login of a session, or None when it was deactivated or its person has left."""
        return SIGNED_IN.first(user_id)

    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        return isinstance(user, Account) and user.is_active and user.person.active

    def _authenticate_by_email(self, email: str, password: str) -> Account | None:
        # The address belongs to the person, so allauth's own table of addresses stays empty.
        for account in Account.objects.by_email(email).with_person():
            if self._check_password(account, password):
                return account
        return None
