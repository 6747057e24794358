"""Logs as XES (IEEE 1849), streamed trace by trace through a parser that fetches and expands nothing."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from .errors import LogError
from .findings import Findings
from .streams import HEAD, Progress, opened

PROLOGUE = 1 << 20  # a document type can only stand before the first element
VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})
HOLDERS = frozenset({"list", "container"})
PARTS = ("{*}trace", "{*}global", "{*}classifier")  # the rest is not worth a step in Python
TRACE = "case:"  # prefix of what a trace says about its case, as other tools write it to CSV

Attributes = dict[str, str | None]


class XesSource:
    """Attributes of a trace become columns ``case:…``; those of an event keep their key."""

    kind = "xes"

    def __init__(self, path: Path) -> None:
        self._path = path
        self.classifiers: dict[str, list[str]] = {}
        self._globals: dict[str, Attributes] = {}
        self._seen: set[str] = set()

    def records(
        self, findings: Findings, progress: Progress | None = None
    ) -> Generator[tuple[int, Attributes], None, None]:
        """Each event with the line of its element, in the order of the file."""
        self._seen = set()
        for ordinal, trace in enumerate(self._traces(progress), 1):
            yield from self._events(trace, ordinal, findings)

    def _events(self, trace: Any, ordinal: int, findings: Findings) -> Iterator[tuple[int, Attributes]]:
        told = _attributes(trace, self._globals.get("trace"), findings)
        case = {TRACE + key: value for key, value in told.items()}
        key = case.get("case:concept:name")
        if not key:
            key = case["case:concept:name"] = f"trace {ordinal}"
            findings.note("unnamed_case", line=trace.sourceline, case=key)
        elif key in self._seen:
            findings.note("split_case", line=trace.sourceline, case=key)
        self._seen.add(key)
        events = [child for child in trace if _name(child) == "event"]
        if not events:
            findings.note("empty_case", line=trace.sourceline, case=key)
        declared = self._globals.get("event")
        for event in events:
            yield event.sourceline, case | _attributes(event, declared, findings)

    def _traces(self, progress: Progress | None) -> Iterator[Any]:
        """Finished traces, one at a time; what has been read is forgotten."""
        parser = etree.XMLPullParser(
            events=("end",),
            tag=PARTS,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        with opened(self._path, progress) as stream:
            try:
                prologue = b""
                while data := stream.read(HEAD):
                    prologue = self._checked(prologue, data)
                    parser.feed(data)
                    yield from self._finished(parser)
                self._is_log(parser.close())
            except etree.XMLSyntaxError as error:
                raise LogError("bad_xml", path=self._path.name, why=error.msg or "no content") from error

    def _checked(self, prologue: bytes, data: bytes) -> bytes:
        """Refuses a document type before the parser sees it; returns what remains to be watched."""
        if len(prologue) < PROLOGUE:
            prologue += data
            if b"<!DOCTYPE" in prologue.replace(b"\0", b"").upper():
                raise LogError("document_type", path=self._path.name)
        return prologue

    def _finished(self, parser: Any) -> Iterator[Any]:
        for _step, element in parser.read_events():
            parent = element.getparent()
            if parent is None or parent.getparent() is not None:
                continue  # only what stands in the log itself counts
            self._is_log(parent)
            if _name(element) == "trace":
                yield element
            else:
                self._declare(element)
            _forget(element)

    def _is_log(self, root: Any) -> None:
        if _name(root) != "log":
            raise LogError("not_xes", path=self._path.name, root=_name(root))

    def _declare(self, element: Any) -> None:
        """Globals and classifiers, which stand before the traces."""
        if _name(element) == "global":
            self._globals[element.get("scope", "event")] = _own(element)
        elif _name(element) == "classifier" and element.get("scope", "event") == "event":
            self.classifiers[element.get("name", "")] = _keys(element.get("keys", ""))


def _keys(text: str) -> list[str]:
    """Keys of a classifier: separated by spaces, those with a space in quotes."""
    parts = text.split("'")
    keys: list[str] = []
    for place, part in enumerate(parts):
        keys += [part] if place % 2 else part.split()
    return keys


def _name(element: Any) -> str:
    return _local(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=256)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _forget(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]


def _attributes(element: Any, declared: Attributes | None, findings: Findings) -> Attributes:
    """An element's own attributes. What the log declares for all and lacks here stays empty, and is noted.

    The declared default (often UNKNOWN, or 1970) would be a value that nobody wrote down.
    """
    found = _own(element)
    for key in declared or ():
        if key not in found:
            findings.note("global_missing", column=key, line=element.sourceline)
    return found


class _Kinds(dict[Any, str]):
    """The kind of attribute by its tag; "" for what is none. Asked a million times: a plain look-up."""

    def __missing__(self, tag: Any) -> str:
        name = _local(tag) if isinstance(tag, str) else ""
        kind = name if name in VALUES or name in HOLDERS else ""
        if len(self) < 256:
            self[tag] = kind
        return kind


_KINDS = _Kinds()


def _own(element: Any) -> Attributes:
    """The attributes that stand in an element."""
    found: Attributes = {}
    kinds = _KINDS
    for child in element:
        kind = kinds[child.tag]
        if not kind:
            continue
        if kind in HOLDERS:
            found |= _nested(child, kind)
            continue
        value = child.get("value")
        found[child.get("key", kind)] = (value.strip() or None) if value else None
        if len(child):
            found |= _nested(child, kind)
    return found


def _nested(child: Any, kind: str) -> Attributes:
    """Attributes inside an attribute, as ``outer/inner``; equal ones of a list are joined."""
    outer = child.get("key", kind)
    holder = next((each for each in child if _name(each) == "values"), child)
    inner: dict[str, list[str]] = {}
    for each in holder:
        for key, value in _own_of(each).items():
            inner.setdefault(f"{outer}/{key}", []).append(value or "")
    return {key: "; ".join(values) for key, values in inner.items()}


def _own_of(attribute: Any) -> Attributes:
    """One attribute with what is nested in it."""
    kind = _name(attribute)
    if kind not in VALUES and kind not in HOLDERS:
        return {}
    found: Attributes = {}
    if kind in VALUES:
        found[attribute.get("key", kind)] = (attribute.get("value") or "").strip() or None
    return found | (_nested(attribute, kind) if len(attribute) else {})
