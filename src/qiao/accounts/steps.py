"""What an administrator can do for a login, and why not: the rows of its page."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qiao.accounts import rules
from qiao.accounts.models import Account
from qiao.accounts.rules import Reason


@dataclass(frozen=True)
class Step:
    """One thing that helps; ``verb`` is its address, ``asks`` shows a page first, ``reason`` says why not."""

    verb: str
    label: Any
    help: Any
    button: Any
    asks: bool = False
    danger: bool = False
    url: str = ""
    reason: Any = ""


LINK = Step("issue_link", _("Forgotten password"), _("A link to hand over, shown once."), _("Show a link"))
MAIL = Step(
    "mail_link", _("Forgotten password, with a mailbox"), _("The same link by e-mail."), _("Send a link")
)
FACTORS = Step(
    "reset_mfa", _("Lost phone or key"), _("Removes the second steps."), _("Remove them"), asks=True
)
CLOSE = Step(
    "deactivate",
    _("Leaving, or misuse"),
    _("Closes the login and ends its sessions."),
    _("Deactivate"),
    asks=True,
    danger=True,
)
OPEN = Step("reactivate", _("Back again"), _("Opens the login with its old password."), _("Reactivate"))


def steps(account: Account, *, by_id: int) -> list[Step]:
    """Everything that fits the state of ``account``, each with its reason when the rules refuse it."""
    person = account.person
    found = [
        (LINK, rules.why_not_help(account, person)),
        (MAIL, rules.why_not_mail(account, person)),
        (FACTORS, rules.why_not_reset_mfa(account, person, by_id=by_id)),
    ]
    if account.is_active:
        found.append((CLOSE, rules.why_not_deactivate(account, by_id=by_id)))
    else:
        found.append((OPEN, rules.why_not_reactivate(account, person)))
    return [_placed(step, account, reason) for step, reason in found]


def _placed(step: Step, account: Account, reason: Reason | None) -> Step:
    url = reverse(f"accounts:{step.verb}", args=[account.pk])
    return replace(step, url=url, reason=reason.sentence if reason else "")
