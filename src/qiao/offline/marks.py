"""What the service worker may keep of an answer, and for whom: said by the server, page by page."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

# Whose page it is, so that a device tells two people apart without knowing either. "-": nobody's.
WHO, NOBODY = "Qiao-Who", "-"
# The page may be kept on the device for whoever it was made for.
KEEP = "Qiao-Keep"
# Pages of a requester. One request is kept only for its customers (``http.own``).
KEPT = frozenset(
    {
        "desk:raise",
        "desk:mine",
        "desk:request",
        "shopfloor:scanned",
        "catalogue:catalogue",
        "catalogue:service",
    }
)


def who(person_id: int | None) -> str:
    """A name for somebody that tells nothing, the same on every device."""
    if person_id is None:
        return NOBODY
    return salted_hmac("qiao.offline.who", str(person_id), algorithm="sha256").hexdigest()[:20]
