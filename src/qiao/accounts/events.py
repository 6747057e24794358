"""Kinds of events that logins leave in the ledger. The subject is always the person."""

from enum import StrEnum


class Kind(StrEnum):
    """Stable names; the story of a person and the audit read them."""

    LOGIN_CREATED = "accounts.login_created"
    LOGIN_DEACTIVATED = "accounts.login_deactivated"
    LOGIN_REACTIVATED = "accounts.login_reactivated"
    LINK_ISSUED = "accounts.link_issued"
    LINK_MAILED = "accounts.link_mailed"
    MFA_RESET = "accounts.mfa_reset"
    SIGNED_OUT_EVERYWHERE = "accounts.signed_out_everywhere"
    PASSWORD_CHANGED = "accounts.password_changed"  # noqa: S105  (a name, not a password)
    FACTOR_ADDED = "accounts.factor_added"
    FACTOR_REMOVED = "accounts.factor_removed"
    TOKEN_MADE = "accounts.token_made"  # noqa: S105
    TOKEN_REVOKED = "accounts.token_revoked"  # noqa: S105
    LANGUAGE_CHOSEN = "accounts.language_chosen"
