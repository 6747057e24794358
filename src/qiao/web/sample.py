"""The door into the sample organisation. Everywhere else it does not exist."""

from dataclasses import dataclass

from django.contrib.auth import login
from django.http import HttpRequest

from qiao.accounts.models import Account
from qiao.sample import mode, reads


@dataclass(frozen=True)
class Member:
    """One of the cast on the sign-in page."""

    person_id: int
    name: str
    role: str
    does: str = ""


def is_sample() -> bool:
    """Whether the database says that it holds the sample organisation."""
    return mode.is_sample()


def cast() -> list[Member]:
    """The people whom a visitor may be; empty outside sample mode."""
    return [Member(*each) for each in reads.cast()] if is_sample() else []


def sign_in(request: HttpRequest, person_id: int) -> bool:
    """Signs the visitor in as one of the cast, without a password. False when that is not possible."""
    if person_id not in {member.person_id for member in cast()}:
        return False
    account = Account.objects.able().with_person().filter(person_id=person_id).first()
    if account is None:
        return False
    login(request, account, backend="qiao.accounts.backend.AccountBackend")
    return True
