"""The first administrator: made by the operator, because nobody is signed in yet who could."""

import click
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from qiao.accounts import actions, links, reads
from qiao.accounts.models import Account
from qiao.ledger.refusals import Refused
from qiao.org import actions as org
from qiao.org.models import Person, Unit
from qiao.org.rules import Role


@transaction.atomic
def administrator(*, number: str, name: str, username: str) -> Account:
    """Person, role and login, as far as they are missing. Raises ClickException with the reason."""
    try:
        person = Person.objects.filter(number=number).first() or _person(number, name)
        org.grant_role(person=person, role=Role.ADMINISTRATOR, by=None, at=timezone.now())
        return reads.login_of(person) or actions.create_login(
            person=person, username=username or number, by=None, at=timezone.now()
        )
    except Refused as refused:
        raise click.ClickException(refused.sentence) from refused


def set_password(account: Account, password: str) -> None:
    """Sets the operator's choice if it is good enough."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    actions.set_first_password(account=account, password=password, at=timezone.now())


def link(account: Account) -> str:
    """A one-time address for setting the password."""
    return links.reset_link(account)


def _person(number: str, name: str) -> Person:
    if not name:
        raise click.ClickException(f"Nobody has the number {number}. Add --name to create the person.")
    unit = Unit.objects.filter(parent=None, active=True).order_by("pk").first() or _root()
    return org.create_person(number=number, name=name, unit=unit, by=None, at=timezone.now())


def _root() -> Unit:
    """The organisation itself, when nothing of it exists yet."""
    now = timezone.now()
    calendar = org.standard_calendar(at=now, zone=settings.TIME_ZONE)
    return org.create_unit(
        code="ORG",
        name_zh=settings.ORGANISATION or "本单位",
        name_en="" if settings.ORGANISATION else "Our organisation",
        kind=Unit.Kind.COMPANY,
        calendar=calendar,
        by=None,
        at=now,
    )
