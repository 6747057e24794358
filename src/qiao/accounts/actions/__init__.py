"""The only writers of logins and tokens."""

from qiao.accounts.actions.logins import (
    choose_language,
    create_login,
    deactivate,
    issue_link,
    mail_link,
    note_security,
    reactivate,
    reset_mfa,
    set_first_password,
    sign_out_everywhere,
)
from qiao.accounts.actions.tokens import make_token, note_use, revoke_token

__all__ = [
    "choose_language",
    "create_login",
    "deactivate",
    "issue_link",
    "mail_link",
    "make_token",
    "note_security",
    "note_use",
    "reactivate",
    "reset_mfa",
    "revoke_token",
    "set_first_password",
    "sign_out_everywhere",
]
