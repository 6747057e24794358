"""Translations with no gettext installed: ``python -m tools.messages`` brings the ``.po`` files up to date.

Python files are read as syntax trees, templates through Django's own ``templatize``.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = "zh_Hans"
MARKERS = {
    f"{name}{ending}" for name in ("gettext", "ngettext", "pgettext", "npgettext") for ending in ("", "_lazy")
} | {"gettext_noop", "gettext_lazy"}
_CALL = re.compile(r"\b(n?p?gettext|_)\(")
_PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd%]|\{\w*\}")


@dataclass(frozen=True)
class Message:
    """One text in the sources."""

    text: str
    plural: str
    context: str
    path: str
    line: int

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others."""
        return self.context, self.text


def packages() -> list[Path]:
    """Every package of the product."""
    return sorted(path.parent for path in ROOT.glob("src/qiao/*/__init__.py"))


def catalogue_of(package: Path) -> Path:
    """Where its translations live."""
    return package / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def messages(package: Path) -> Iterator[Message]:
    """Every text for people in ``package``."""
    for path in sorted(package.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(package).parts):
            yield from in_python(path.read_text(encoding="utf-8"), _name(path))
    for path in sorted([*package.rglob("*.html"), *package.rglob("*.txt")]):
        if {"templates"} & set(path.relative_to(package).parts):
            yield from in_template(path.read_text(encoding="utf-8"), _name(path))


def in_python(source: str, path: str) -> Iterator[Message]:
    """The marked texts of a module; a marker around anything but a plain text is an error."""
    tree = ast.parse(source)
    names = _markers_imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield _message(names[node.func.id], node, path)


def _markers_imported(tree: ast.AST) -> dict[str, str]:
    return {
        each.asname or each.name: each.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for each in node.names
        if each.name in MARKERS
    }


def _message(marker: str, call: ast.Call, path: str) -> Message:
    wanted = 1 + ("p" in marker.split("gettext")[0]) + ("n" in marker.split("gettext")[0])
    texts = [arg.value for arg in call.args[:wanted] if isinstance(arg, ast.Constant)]
    if len(texts) < wanted or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"{path}:{call.lineno}: {marker} needs plain texts, so that they can be found")
    words = [str(text) for text in texts]
    context = words.pop(0) if "p" in marker.split("gettext")[0] else ""
    return Message(words[0], words[1] if len(words) > 1 else "", context, path, call.lineno)


def in_template(source: str, path: str) -> Iterator[Message]:
    """The texts of ``{% translate %}`` and ``{% blocktranslate %}``."""
    code = templatize(source, origin=path)
    for found in _CALL.finditer(code):
        call = _call_at(code, found.start())
        marker = "gettext" if found[1] == "_" else found[1]
        line = code.count("\n", 0, found.start()) + 1
        message = _message(marker, call, path)
        yield Message(message.text, message.plural, message.context, path, line)


def _call_at(code: str, start: int) -> ast.Call:
    """The call that begins at ``start``: up to the first closing bracket that makes it whole."""
    end = start
    while True:
        end = code.index(")", end) + 1
        try:
            tree = ast.parse(code[start:end].replace("\n", " "), mode="eval")
        except SyntaxError:
            continue
        if isinstance(tree.body, ast.Call):
            return tree.body


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def template(package: Path) -> Catalog:
    """What ``package`` says, without translations."""
    found = Catalog(locale=LOCALE, charset="utf-8")
    for each in messages(package):
        text = (each.text, each.plural) if each.plural else each.text
        flags = ["python-format"] if "%(" in each.text else []
        found.add(text, locations=[(each.path, 0)], context=each.context or None, flags=flags)
    return found


def read(path: Path) -> Catalog:
    """A ``.po`` file, empty when there is none."""
    if not path.exists():
        return Catalog(locale=LOCALE, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def problems(package: Path) -> list[str]:
    """What a reader of Chinese would miss in ``package``, one line each."""
    kept, found = read(catalogue_of(package)), []
    wanted = {each.key: each for each in messages(package)}
    for (context, text), each in wanted.items():
        entry = kept.get(text, context or None)
        texts = entry.string if entry and isinstance(entry.string, tuple) else [entry.string if entry else ""]
        if not entry or not all(texts):
            found.append(f"{each.path}:{each.line}: not translated: {text!r}")
        elif entry.fuzzy:
            found.append(f"{each.path}:{each.line}: translated fuzzily: {text!r}")
        elif any(_places(each.text) - _places(one) - {"count"} for one in texts):
            found.append(f"{each.path}:{each.line}: a place is missing in the translation of {text!r}")
        elif any(_places(one) - _places(each.text) - _places(each.plural) for one in texts):
            found.append(f"{each.path}:{each.line}: a place is invented in the translation of {text!r}")
        elif bool(each.plural) != isinstance(entry.id, tuple):
            found.append(f"{each.path}:{each.line}: plural forms differ: {text!r}")
    keys = set(wanted)
    unused = [
        e
        for e in kept
        if e.id and (e.context or "", e.id[0] if isinstance(e.id, tuple) else e.id) not in keys
    ]
    found += [f"{_name(catalogue_of(package))}: not used any more: {entry.id!r}" for entry in unused]
    return found


def contradictions() -> list[str]:
    """The same words translated differently by two packages: Django would take either for both."""
    seen: dict[tuple[str, str], tuple[object, str]] = {}
    found = []
    for package in packages():
        for entry in read(catalogue_of(package)):
            if not entry.id:
                continue
            key = (entry.context or "", str(entry.id))
            first, where = seen.setdefault(key, (entry.string, package.name))
            if first != entry.string:
                found.append(f"{entry.id!r} is {first!r} in {where} but {entry.string!r} in {package.name}")
    return found


def _places(text: str) -> set[str]:
    return {each[1] or each[0] for each in _PLACE.finditer(text) if each[0] != "%%"}


def update(package: Path) -> None:
    """Adds new texts to the ``.po`` file, drops the ones that are gone, keeps every translation."""
    path, wanted = catalogue_of(package), template(package)
    if not len(wanted):
        return
    kept = read(path)
    kept.update(wanted, no_fuzzy_matching=True)
    kept.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, kept, width=0, sort_output=False, omit_header=False, include_lineno=False)


if __name__ == "__main__":
    for one in packages():
        update(one)
    left = [line for one in packages() for line in problems(one)]
    sys.stdout.write("".join(f"{line}\n" for line in left))
    sys.exit(1 if left else 0)
