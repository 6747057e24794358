"""Several entries in one text, as some exports have them. Pure.

``semicolons``: Jira's CSV, one comment or file per cell, "date;author;text" (newer exports put an internal
comment's restriction into the text, which is left as it is).
``servicenow``: the journal of a record, "date - author (kind)" and the text below it, newest first.
``otrs``: the article tree of a ticket search, "-->||kind||author||date||<----" and the text below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Entry(NamedTuple):
    at: str
    who: str
    text: str
    kind: str = ""


_HEAD = re.compile(
    r"^(?P<at>\d{1,4}[-./]\d{1,2}[-./]\d{1,4} \d{1,2}:\d{2}(?::\d{2})?(?: [AaPp][Mm])?)"
    r" - (?P<who>.+?) \((?P<kind>[^()\n]+)\)[ \t]*$",
    re.MULTILINE,
)
_TREE = re.compile(r"^-->\|\|(?P<fields>[^\n]*?)\|\|<-+[ \t]*$", re.MULTILINE)


def semicolons(text: str) -> Iterator[Entry]:
    """ "02/Mar/26 9:15 AM;lin.mei;It leaks": one entry; nothing when it is not written like that."""
    parts = text.split(";", 2)
    if len(parts) == 3:
        at, who, said = (part.strip() for part in parts)
        yield Entry(at, who, said)


def servicenow(text: str) -> Iterator[Entry]:
    """The entries of a journal field, in the order of the text."""
    heads = list(_HEAD.finditer(text))
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        yield Entry(head["at"], head["who"].strip(), text[head.end() : end].strip(), head["kind"].strip())


def otrs(text: str) -> Iterator[Entry]:
    """The articles of an article tree; older versions name the kind of article, newer ones do not."""
    heads = list(_TREE.finditer(text))
    for place, head in enumerate(heads):
        fields = [part.strip() for part in head["fields"].split("||")]
        if len(fields) < 2:
            continue
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        kind = fields[0] if len(fields) > 2 else ""
        yield Entry(fields[-1], fields[-2], text[head.end() : end].strip(), kind)


FORMS = {"semicolons": semicolons, "servicenow": servicenow, "otrs": otrs}
