"""Only actions write. Reads, rules, forms and views never do."""

import ast

import pytest

from tests.checks.sources import modules

ALWAYS = {
    "save", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "select_for_update",
    "asave", "acreate", "abulk_create", "aupdate", "adelete", "force_insert",
}  # fmt: skip
ON_A_QUERY = {"create", "update", "delete", "add", "set", "remove", "clear"}
KEPT = {"insert", "update", "write"}
# Whole-table loads, proven by their own tests to write what actions would; what accounts owes to allauth.
BULK = (
    "ledger/revisions.py",  # how actions write what counts its changes
    "logimport/",
    "ticketimport/",
    "desk/importing/",
    "sample/",
    "org/exchange/",
    "accounts/adapter.py",
    "accounts/middleware.py",
)


def writes(tree: ast.AST) -> list[int]:
    """The lines on which something is written through the ORM."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _writes(node.func)
    ]


def _writes(call: ast.Attribute) -> bool:
    if call.attr in ALWAYS:
        return not _is_super(call.value) and not _is_storage(call.value)
    return call.attr in ON_A_QUERY and _is_query(call.value)


def _is_query(receiver: ast.expr) -> bool:
    text = ast.unparse(receiver)
    return any(
        mark in text for mark in (".objects", "_default_manager", "_base_manager", ".filter(", ".exclude(")
    )


def _is_super(receiver: ast.expr) -> bool:
    return ast.unparse(receiver).startswith("super()")


def _is_storage(receiver: ast.expr) -> bool:
    """Files and pictures are not rows."""
    return ast.unparse(receiver) in {"default_storage", "image"}


def _may_write(name: str) -> bool:
    rooms = name.split("/")
    return (
        bool({"actions", "models"} & set(rooms))
        or rooms[-1] in {"actions.py", "models.py"}
        or name.startswith(BULK)
    )


def test_only_actions_write():
    found = {name: writes(tree) for name, tree in modules().items() if not _may_write(name)}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_only_actions_write_by_kept_statements():
    found = {
        name: sorted(KEPT & {each.name for each in node.names})
        for name, tree in modules().items()
        if not _may_write(name) and not name.startswith("statements/")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qiao.statements")
    }
    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "line",
    [
        "Thing.objects.create(a=1)",
        "thing.save()",
        "things.filter(a=1).update(b=2)",
        "Thing.objects.all().delete()",
    ],
)
def test_the_check_sees_a_write(line):
    assert writes(ast.parse(line)) == [1]


@pytest.mark.parametrize(
    "line", ["names.update(more)", "seen.add(one)", "super().save()", "digest.update(data)"]
)
def test_the_check_leaves_plain_collections_alone(line):
    assert writes(ast.parse(line)) == []


def test_actions_read_no_clock_and_know_no_http():
    found = []
    for name, tree in modules().items():
        if "actions" not in name.removesuffix(".py").split("/"):
            continue
        text = ast.unparse(tree)
        found += [
            f"{name}: {word}" for word in ("timezone.now(", "datetime.now(", "django.http") if word in text
        ]
    assert found == []


def test_rules_know_no_database_no_request_and_no_clock():
    found = []
    for name, tree in modules().items():
        if name.rsplit("/", 1)[-1] != "rules.py":
            continue
        imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        imported |= {
            each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names
        }
        wrong = ("django.db", "django.http", "django.shortcuts", "django.utils.timezone", "time")
        found += [f"{name}: {each}" for each in imported if each.startswith(wrong[:-1]) or each == wrong[-1]]
    assert found == []
