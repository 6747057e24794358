"""Sizes that keep it readable."""

from tests.checks.sources import PRODUCT, functions, modules

LONGEST_MODULE = 400
LONGEST_FUNCTION = 45


def test_no_module_is_too_long_to_read_in_one_go():
    lengths = {name: len((PRODUCT / name).read_text(encoding="utf-8").splitlines()) for name in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_too_long_to_see_at_once():
    lengths = {
        f"{name}:{each.name}": (each.end_lineno or each.lineno) - each.lineno + 1
        for name, tree in modules().items()
        for each in functions(tree)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_no_room_is_a_lumber_room():
    lumber = {"utils", "util", "common", "helpers", "helper", "core", "misc"}
    assert [name for name in modules() if lumber & set(name.removesuffix(".py").split("/"))] == []
