"""The table of settings says what the code reads, in both languages."""

import ast
import re

import pytest

from tests.checks.sources import ROOT, modules

READERS = {"text", "number", "flag", "words", "zone", "address", "one_of"}


def _read_by_the_code() -> set[str]:
    names = set()
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _reader(node.func) in READERS and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and str(first.value).isupper():
                    names.add(str(first.value))
    return names


def _reader(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@pytest.mark.parametrize("page", ["operations.md", "operations.zh-Hans.md"])
def test_the_table_lists_exactly_the_settings_that_the_code_reads(page):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([A-Z][A-Z_]+)`", text, re.MULTILINE)) == _read_by_the_code()
