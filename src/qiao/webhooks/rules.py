"""Which addresses are called, when again, and why something is refused. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiao.org.rules import Scope

# Waits between tries, as Standard Webhooks proposes: a short trouble costs seconds, a long one three days.
WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
)
TRIES = len(WAITS) + 1
JITTER = 0.2
LONGEST_WAIT = timedelta(days=1)
# A webhook that has not taken a single message for so long is switched off: with the last try of a
# message, also when chance has shortened each of its waits.
GIVE_UP = timedelta(days=2, hours=12)
LEASE = timedelta(minutes=5)
KEPT = timedelta(days=30)
OLD_SECRET = timedelta(hours=24)
MOST_REPLAYED = 10_000
MOST_WEBHOOKS = 50
LONGEST_ADDRESS = 500


class Kind(StrEnum):
    CREATED = "webhooks.created"
    CHANGED = "webhooks.changed"
    SWITCHED_OFF = "webhooks.switched_off"
    SWITCHED_ON = "webhooks.switched_on"
    SECRET_CHANGED = "webhooks.secret_changed"  # noqa: S105  (a name, not a secret)
    REPLAYED = "webhooks.replayed"
    DELETED = "webhooks.deleted"


class SwitchedOff(StrEnum):
    """Why a webhook is switched off."""

    BY_HAND = "by_hand"
    FAILING = "failing"
    GONE = "gone"
    OWNER = "owner"

    @property
    def label(self) -> Any:
        return OFF_LABELS[self]


OFF_LABELS: Mapping[SwitchedOff, Any] = {
    SwitchedOff.BY_HAND: _("An administrator switched it off."),
    SwitchedOff.FAILING: _("Nothing arrived for three days, so it was switched off."),
    SwitchedOff.GONE: _("The receiver answered that it is gone (410), so it was switched off."),
    SwitchedOff.OWNER: _("Whoever answered for it is no longer an administrator, so it was switched off."),
}


class MessageState(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"

    @property
    def label(self) -> Any:
        return STATE_LABELS[self]


STATE_LABELS: Mapping[MessageState, Any] = {
    MessageState.WAITING: pgettext_lazy("of a message", "Waiting"),
    MessageState.DELIVERED: pgettext_lazy("of a message", "Arrived"),
    MessageState.FAILED: pgettext_lazy("of a message", "Given up"),
}


class Trouble(StrEnum):
    """Why a try got no answer that counts."""

    STATUS = "status"
    REDIRECT = "redirect"
    NOT_FOUND = "name_not_found"
    NOT_PUBLIC = "not_public"
    REFUSED = "connection_refused"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    BROKEN = "broken"
    INTERRUPTED = "interrupted"

    @property
    def label(self) -> Any:
        return TROUBLE_LABELS[self]


TROUBLE_LABELS: Mapping[Trouble, Any] = {
    Trouble.STATUS: _("the receiver did not take it"),
    Trouble.REDIRECT: _("the receiver sent us elsewhere; redirects are not followed"),
    Trouble.NOT_FOUND: _("the name of the receiver is not known"),
    Trouble.NOT_PUBLIC: _("the address lies in a private network, which is not allowed here"),
    Trouble.REFUSED: _("nobody answers at this address"),
    Trouble.TIMEOUT: _("no answer in time"),
    Trouble.CERTIFICATE: _("the certificate of the receiver is not valid"),
    Trouble.BROKEN: _("the connection broke"),
    Trouble.INTERRUPTED: _("Qiao was stopped meanwhile; it is sent again"),
}


class Reason(StrEnum):
    """Why something is refused. The value is the stable code."""

    NOT_ADMINISTRATOR = "not_administrator"
    NAME_MISSING = "name_missing"
    ADDRESS_WRONG = "address_wrong"
    ADDRESS_NOT_HTTPS = "address_not_https"
    ADDRESS_PRIVATE = "address_private"
    NO_KINDS = "no_kinds"
    UNKNOWN_KIND = "unknown_kind"
    TOO_MANY = "too_many"
    IS_OFF = "is_off"
    IS_ON = "is_on"
    NOTHING_TO_REPLAY = "nothing_to_replay"
    TOO_MUCH_TO_REPLAY = "too_much_to_replay"
    ENDS_BEFORE_START = "ends_before_start"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]

    @property
    def status(self) -> int:
        return 403 if self is Reason.NOT_ADMINISTRATOR else 409


SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_ADMINISTRATOR: _("Only administrators look after webhooks."),
    Reason.NAME_MISSING: _("A name is missing."),
    Reason.ADDRESS_WRONG: _("This is no address that can be called: it looks like https://example.org/qiao."),
    Reason.ADDRESS_NOT_HTTPS: _("The address must begin with https://, so that nobody reads along."),
    Reason.ADDRESS_PRIVATE: _(
        "The address lies in a private network. Whoever runs Qiao can allow that (QIAO_WEBHOOK_PRIVATE)."
    ),
    Reason.NO_KINDS: _("Choose at least one kind of event."),
    Reason.UNKNOWN_KIND: _("There is no kind of event “%(kind)s”."),
    Reason.TOO_MANY: _("There are %(most)s webhooks already: delete one that nobody needs."),
    Reason.IS_OFF: _("It is switched off: switch it on first."),
    Reason.IS_ON: _("It is switched on already."),
    Reason.NOTHING_TO_REPLAY: _("No event of its kinds happened in this time."),
    Reason.TOO_MUCH_TO_REPLAY: _("More than %(most)s events: choose a shorter time."),
    Reason.ENDS_BEFORE_START: _("The end has to come after the start."),
}


def why_not_administer(by: Scope) -> Reason | None:
    """Webhooks carry news out of the house: administrators decide."""
    return None if by.is_administrator else Reason.NOT_ADMINISTRATOR


def why_not_address(url: str, *, private: bool) -> Reason | None:
    """Whether an address can be one at all; where its name leads is looked at when it is called."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return Reason.ADDRESS_WRONG
    host = parts.hostname or ""
    usable = host and port != 0 and not parts.username and parts.password is None and not parts.fragment
    plain = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in ("http", "https") or not usable or not plain or len(url) > LONGEST_ADDRESS:
        return Reason.ADDRESS_WRONG
    if parts.scheme == "http" and not private:
        return Reason.ADDRESS_NOT_HTTPS
    if not private and (host == "localhost" or host.endswith(".localhost") or _is_private_number(host)):
        return Reason.ADDRESS_PRIVATE
    return None


def _is_private_number(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:
        return False


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet, however it is written; ValueError if it is none.

    IPv6 can carry an IPv4 address inside (mapped, 6to4, Teredo, NAT64): then that one counts too.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    inside: list[ipaddress.IPv4Address] = []
    if isinstance(found, ipaddress.IPv6Address):
        inside = [each for each in (found.ipv4_mapped, found.sixtofour, *(found.teredo or ())) if each]
        if found in NAT64 or found in COMPATIBLE:
            inside.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        if found.ipv4_mapped:
            return _is_open(found.ipv4_mapped)
    return _is_open(found) and all(_is_open(each) for each in inside)


NAT64 = ipaddress.ip_network("64:ff9b::/96")
COMPATIBLE = ipaddress.ip_network("::/96")


def _is_open(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def wait_after(tries: int, chance: float, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after that many tries; None when it was the last.

    ``chance`` between 0 and 1 spreads the waits by a fifth either way, so that many messages do not come back
    in the same second. ``asked`` is what the receiver asked for (Retry-After), heeded up to a day.
    """
    if tries >= TRIES:
        return None
    spread = WAITS[tries - 1] * (1 + JITTER * (2 * chance - 1))
    return max(spread, min(asked or timedelta(), LONGEST_WAIT))
