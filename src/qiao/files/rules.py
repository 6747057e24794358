"""What may be kept, how much of it, and why not. Pure: no database, no disk, no clock."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 4096
# Sent by one person within a day.
MOST_WAITING = 300


class Group(StrEnum):
    """What a page does with a file."""

    PHOTO = "photo"
    VOICE = "voice"
    FILM = "film"
    PAPER = "paper"


@dataclass(frozen=True)
class Limits:
    """What one field takes: how many, how large (bytes), and which endings (none named: all known ones)."""

    most: int = 10
    largest: int = 10 * MEGABYTE
    endings: frozenset[str] = frozenset()


class Reason(StrEnum):
    """Why a file is refused. The value is the stable code; nothing else invents wording."""

    TOO_LARGE = "file_too_large"
    EMPTY = "file_empty"
    UNKNOWN_KIND = "file_unknown_kind"
    NOT_A_PHOTO = "file_not_a_photo"
    NOT_WANTED_HERE = "file_not_wanted_here"
    NOT_WHAT_IT_SAYS = "file_not_what_it_says"
    TWO_KINDS = "file_two_kinds"
    MACROS = "file_macros"
    UNPACKS_HUGE = "file_unpacks_huge"
    TOO_MANY_PIXELS = "file_too_many_pixels"
    INFECTED = "file_infected"
    NOT_SCANNED = "file_not_scanned"
    TOO_MANY = "file_too_many"
    TOO_MANY_WAITING = "file_too_many_waiting"
    GONE = "file_gone"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]


SENTENCES: Mapping[Reason, Any] = {
    Reason.TOO_LARGE: _("“%(name)s” has %(size)s; the most is %(limit)s."),
    Reason.EMPTY: _("“%(name)s” is empty."),
    Reason.UNKNOWN_KIND: _(
        "Files like “%(name)s” cannot be attached. Photos, voice notes, PDF, office and text files can."
    ),
    Reason.NOT_A_PHOTO: _("“%(name)s” is no photo: use JPEG, PNG, WebP, GIF or HEIC."),
    Reason.NOT_WANTED_HERE: _("“%(name)s” does not belong here: this field takes %(endings)s."),
    Reason.NOT_WHAT_IT_SAYS: _("“%(name)s” is damaged or is no %(kind)s file."),
    Reason.TWO_KINDS: _("“%(name)s” hides a second file of another kind: save it anew and send that."),
    Reason.MACROS: _("“%(name)s” contains macros: save it without them and send that."),
    Reason.UNPACKS_HUGE: _("“%(name)s” unpacks to far more than it seems: send what is needed of it."),
    Reason.TOO_MANY_PIXELS: _("“%(name)s” has more than 60 million pixels: make it smaller."),
    Reason.INFECTED: _("The virus scanner found something in “%(name)s”. It was not kept; tell your IT."),
    Reason.NOT_SCANNED: _(
        "“%(name)s” could not be kept, because the virus scanner does not answer. Try again later."
    ),
    Reason.TOO_MANY: _("At most %(most)d files, please."),
    Reason.TOO_MANY_WAITING: _("Too many files are waiting to be sent: send or remove some of them first."),
    Reason.GONE: _("A file that you had chosen is no longer there: choose it again."),
}


def plain_name(name: str) -> str:
    """The last part of a path without signs that steer the text: nothing poses as another kind of file."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cf"})
    return shown.strip()[-200:] or "file"


def ending(name: str) -> str:
    """The part after the last dot, in small letters; "" when there is none."""
    return PurePath(name).suffix.lstrip(".").lower()


def renamed(name: str, new_ending: str) -> str:
    """The name with another ending: IMG_1.HEIC becomes IMG_1.jpg."""
    return f"{PurePath(name).stem}.{new_ending}"[-200:]


def group_of(media_type: str) -> Group:
    """What a page does with content of this type."""
    kind = media_type.partition("/")[0]
    return {"image": Group.PHOTO, "audio": Group.VOICE, "video": Group.FILM}.get(kind, Group.PAPER)
