"""Logins. Every action is recorded about the person whose login it is."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from qiao.accounts import links, rules
from qiao.accounts.events import Kind
from qiao.accounts.models import Account
from qiao.accounts.rules import Reason
from qiao.ledger.actions import record
from qiao.ledger.refusals import Refused, refuse
from qiao.org.models import Person


@transaction.atomic
def create_login(*, person: Person, username: str, by: Person | None, at: datetime) -> Account:
    """A login for ``person`` that opens with a one-time link. ``by`` None: the operator's command line."""
    username = username.strip()
    _refuse_strangers(by)
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    refuse(rules.why_not_create(person, has_login=Account.objects.filter(person=person).exists()))
    refuse(rules.why_not_username(username, taken=_taken(username, person)))
    try:
        with transaction.atomic():
            account = Account.objects.create_user(username, person)
    except IntegrityError as error:  # somebody was quicker, with the person or with the name
        lost = Account.objects.filter(person=person).exists()
        raise Refused(Reason.HAS_LOGIN if lost else Reason.USERNAME_TAKEN) from error
    record(Kind.LOGIN_CREATED, subject=person, by=by, at=at, username=username)
    return account


@transaction.atomic
def set_first_password(*, account: Account, password: str, at: datetime) -> None:
    """The operator sets a password on the command line; nobody is signed in then."""
    account.set_password(password)
    account.save(update_fields=["password"])
    record(Kind.PASSWORD_CHANGED, subject=account.person, at=at)


@transaction.atomic
def issue_link(*, account: Account, by: Person, at: datetime) -> str:
    """A one-time address for setting a new password, to be handed over. It is not stored anywhere."""
    _refuse_strangers(by)
    account = _locked(account)
    refuse(rules.why_not_help(account, account.person))
    record(Kind.LINK_ISSUED, subject=account.person, by=by, at=at)
    return links.reset_link(account)


@transaction.atomic
def mail_link(*, account: Account, by: Person, at: datetime) -> None:
    """The same address, sent to the person's own mailbox once the transaction holds."""
    _refuse_strangers(by)
    account = _locked(account)
    refuse(rules.why_not_mail(account, account.person))
    record(Kind.LINK_MAILED, subject=account.person, by=by, at=at)
    transaction.on_commit(lambda: links.mail_invitation(account))


@transaction.atomic
def deactivate(*, account: Account, by: Person, at: datetime, note: str = "") -> Account:
    """The login opens no more and every session of it ends; the person stays in the organisation."""
    _refuse_strangers(by)
    account = _locked(account)
    refuse(rules.why_not_deactivate(account, by_id=by.pk))
    _change(account, is_active=False)
    record(Kind.LOGIN_DEACTIVATED, subject=account.person, by=by, at=at, note=note)
    return account


@transaction.atomic
def reactivate(*, account: Account, by: Person, at: datetime) -> Account:
    """The login opens again, with the password and the factors that it had."""
    _refuse_strangers(by)
    account = _locked(account)
    refuse(rules.why_not_reactivate(account, account.person))
    _change(account, is_active=True)
    record(Kind.LOGIN_REACTIVATED, subject=account.person, by=by, at=at)
    return account


@transaction.atomic
def reset_mfa(*, account: Account, by: Person, at: datetime, note: str = "") -> int:
    """Removes every second factor of somebody who lost them and ends all sessions. Returns how many."""
    _refuse_strangers(by)
    account = _locked(account)
    refuse(rules.why_not_reset_mfa(account, account.person, by_id=by.pk))
    removed = int(Authenticator.objects.filter(user_id=account.pk).delete()[0])
    _change(account)
    record(Kind.MFA_RESET, subject=account.person, by=by, at=at, removed=removed, note=note)
    return removed


@transaction.atomic
def sign_out_everywhere(*, account: Account, at: datetime) -> Account:
    """Ends every session of one's own login, on every device."""
    account = _locked(account)
    _change(account)
    record(Kind.SIGNED_OUT_EVERYWHERE, subject=account.person, by=account.person, at=at)
    return account


@transaction.atomic
def note_security(*, kind: Kind, account: Account, at: datetime, factor: str = "") -> None:
    """Records what people do to their own login through allauth's pages."""
    record(kind, subject=account.person, by=account.person, at=at, factor=factor)


@transaction.atomic
def choose_language(*, person: Person, language: str, at: datetime) -> None:
    """Remembers the language in which Qiao speaks and writes to ``person``."""
    refuse(rules.why_not_language(language, dict(settings.LANGUAGES)))
    changed = Person.objects.filter(pk=person.pk).exclude(language=language).update(language=language)
    if changed:
        record(Kind.LANGUAGE_CHOSEN, subject=person, by=person, at=at, language=language)


def _refuse_strangers(by: Person | None) -> None:
    refuse(rules.why_not_manage(is_administrator=by is None or by.scope.is_administrator))


def _locked(account: Account) -> Account:
    return Account.objects.with_person().select_for_update(of=("self",), no_key=True).get(pk=account.pk)


def _taken(username: str, person: Person) -> bool:
    """A user name may be one's own employee number, but nobody else's."""
    others = Person.objects.filter(number__iexact=username).exclude(pk=person.pk)
    return Account.objects.filter(username__iexact=username).exists() or others.exists()


def _change(account: Account, **values: bool) -> None:
    """Writes ``values`` and ends every session of the login."""
    Account.objects.filter(pk=account.pk).update(epoch=F("epoch") + 1, **values)
    account.refresh_from_db(fields=["epoch", *values])
