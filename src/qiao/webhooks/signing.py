"""Signatures as Standard Webhooks writes them, and how secrets are kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PREFIX = "whsec_"


def new_secret() -> str:
    """256 random bits in the form that the receivers' libraries expect."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign(secret: str, message: str, stamp: int, body: bytes) -> str:
    """``v1,`` and the HMAC-SHA256 of "id.timestamp.body" (standardwebhooks.com, "Signature scheme")."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    said = f"{message}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, said, "sha256")).decode()


def headers(keys: Iterable[str], message: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers; one signature for each key that is valid, the newest first."""
    stamp = int(at.timestamp())
    return {
        "webhook-id": message,
        "webhook-timestamp": str(stamp),
        "webhook-signature": " ".join(sign(key, message, stamp, body) for key in keys),
    }


def seal(secret: str) -> str:
    """For the database, readable only with the installation's secret key."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The secret; None when it was sealed under another key."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box() -> MultiFernet:
    keys = [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]
    derived = (hashlib.sha256(b"qiao.webhooks:" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
