"""What a program is told when something was not done (RFC 9457): a stable code, a sentence for people.

The codes of refusals are those of the packages' ``Reason``; here are only those of the plumbing itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"


class Code(StrEnum):
    """Stable names; ``title`` says it to people."""

    UNREADABLE = "unreadable"
    BAD_CURSOR = "bad_cursor"
    BAD_KEY = "bad_idempotency_key"
    NO_TOKEN = "no_token"  # noqa: S105  (a name, not a secret)
    UNKNOWN_TOKEN = "unknown_token"  # noqa: S105
    EXPIRED_TOKEN = "expired_token"  # noqa: S105
    NO_SCOPE = "no_scope"
    NO_CSRF = "no_csrf_token"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    GONE = "gone"
    NO_METHOD = "method_not_allowed"
    CHANGED = "changed_meanwhile"
    STALE = "changed_since_read"
    TOO_LARGE = "too_large"
    MEDIA_TYPE = "unsupported_media_type"
    INVALID = "invalid"
    KEY_REUSED = "idempotency_key_reused"
    NO_IF_MATCH = "if_match_required"
    TOO_MANY = "too_many_calls"
    BROKEN = "server_error"
    AWAY = "try_later"
    FULL = "storage_full"

    @property
    def title(self) -> Any:
        return TITLES[self]


TITLES: Mapping[Code, Any] = {
    Code.UNREADABLE: _("This could not be read: send well-formed JSON."),
    Code.BAD_CURSOR: _("This cursor does not belong to this list: start again without one."),
    Code.BAD_KEY: _("An Idempotency-Key has 1 to 200 visible ASCII characters."),
    Code.NO_TOKEN: _("Send a personal token: Authorization: Bearer …"),
    Code.UNKNOWN_TOKEN: _("This token is not known, or it was revoked."),
    Code.EXPIRED_TOKEN: _("This token has expired: make a new one."),
    Code.NO_SCOPE: _("This token was not made for that."),
    Code.NO_CSRF: _("A browser's session needs the CSRF token in X-CSRFToken."),
    Code.FORBIDDEN: _("This is not open to you."),
    Code.NOT_FOUND: _("There is nothing here for you."),
    Code.GONE: _("This file is no longer here"),
    Code.NO_METHOD: _("This address does not know the method."),
    Code.CHANGED: _("Somebody else was quicker."),
    Code.STALE: _("It changed since you read it: read it again."),
    Code.TOO_LARGE: _("This is too large"),
    Code.MEDIA_TYPE: _("Send application/json here, or multipart/form-data where a file is expected."),
    Code.INVALID: _("Something in it is not valid."),
    Code.KEY_REUSED: _("This Idempotency-Key was used for something else."),
    Code.NO_IF_MATCH: _("Say which version you have seen: If-Match with the ETag."),
    Code.TOO_MANY: _("Too many calls in this minute."),
    Code.BROKEN: _("Something broke on our side"),
    Code.AWAY: _("Nothing was saved; please try again in a moment."),
    Code.FULL: _("The server has no space left, so nothing was saved."),
}

BY_STATUS: Mapping[int, Code] = {
    400: Code.UNREADABLE,
    403: Code.FORBIDDEN,
    404: Code.NOT_FOUND,
    410: Code.GONE,
    405: Code.NO_METHOD,
    409: Code.CHANGED,
    413: Code.TOO_LARGE,
    415: Code.MEDIA_TYPE,
    429: Code.TOO_MANY,
    503: Code.AWAY,
    507: Code.FULL,
}


@dataclass(frozen=True)
class FieldError:
    """One thing that is wrong: where (``body``, ``query``, ``path``, ``header``), which field, what."""

    where: str
    field: str
    code: str
    message: str


class Problem(Exception):
    """Raised in a room of REST when there is nothing better to raise; becomes the answer."""

    def __init__(
        self, status: int, code: StrEnum, detail: Any = "", *, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status, self.code, self.detail, self.headers = status, code, detail, headers or {}
        super().__init__(str(code))


class Invalid(Exception):
    """What was sent does not do; each error says where."""

    def __init__(self, *errors: FieldError) -> None:
        self.errors = errors
        super().__init__(", ".join(error.field for error in errors))


def problem(
    status: int,
    code: StrEnum,
    detail: Any = "",
    *,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """The answer: ``title`` is the sentence of the code, ``detail`` of this case, in the active language."""
    title = str(getattr(code, "title", "") or getattr(code, "sentence", code))
    said: dict[str, Any] = {
        "type": f"urn:qiao:problem:{code}",
        "title": str(detail) if code not in list(Code) and detail else title,
        "status": status,
        "code": str(code),
    }
    said |= {"detail": str(detail)} if detail else {}
    said |= {"errors": [asdict(error) for error in errors]} if errors else {}
    said |= {name: value for name, value in more.items() if value is not None}
    text = json.dumps(said, ensure_ascii=False)
    response = HttpResponse(text, status=status, content_type=MEDIA_TYPE)
    response.headers["Content-Language"] = get_language() or "en"
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def in_place_of(http: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page for people, turned into the answer for a program; what it tells in headers stays."""
    status = response.status_code
    code = BY_STATUS.get(status, Code.BROKEN if status >= 500 else Code.UNREADABLE)
    kept = {name: response[name] for name in ("Allow", "Retry-After") if response.has_header(name)}
    return problem(status, code, headers=kept)
