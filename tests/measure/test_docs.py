"""The examples in the documentation and in the docstrings run and give what they say."""

import doctest
import importlib
import pkgutil
from types import FunctionType

import numpy as np
import pytest

from qiao import measure
from tests.real.data import ROOT

MODULES = [name for _, name, package in pkgutil.iter_modules(measure.__path__) if not package]


def test_the_examples_of_the_documentation_run():
    path = ROOT / "docs" / "measure" / "README.md"
    found = doctest.testfile(str(path), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.attempted >= 30
    assert found.failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_run(name):
    with np.printoptions(precision=4):
        found = doctest.testmod(importlib.import_module(f"qiao.measure.{name}"))
    assert found.failed == 0


def test_every_function_is_named_in_the_documentation():
    text = (ROOT / "docs" / "measure" / "README.md").read_text(encoding="utf-8")
    functions = [name for name in measure.__all__ if isinstance(getattr(measure, name), FunctionType)]
    assert len(functions) > 70
    assert [name for name in functions if f"`{name}`" not in text] == []
