"""For every test: nothing kept from the one before, and a ledger that can be emptied between tests."""

from collections.abc import Iterator
from typing import Any

import pytest

# Servers that are started, killed and started again; whole samples and logs; every endpoint asked at random.
LONG = (
    "tests/ops/",
    "tests/rest/test_live.py",
    "tests/rest/test_promises.py",
    "tests/webhooks/test_killed.py",
    "import/tests/test_killed.py",
    "tests/real/",
    "sample/tests/",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: at the end one worker would wait for the other."""
    items.sort(key=lambda item: not any(long in item.nodeid for long in LONG))


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Compiled calendars and counts are kept per process; numbers of rows repeat from test to test."""
    yield
    from qiao.notify import reads
    from qiao.org import compiled
    from qiao.web import context

    compiled.forget()
    reads.visible.cache_clear()
    context._root.cache_clear()


@pytest.fixture(autouse=True, scope="session")
def _what_is_kept_for_a_while_is_kept() -> None:
    """Else a minute that ends between two pages would cost the second one a query."""
    from qiao.notify import reads
    from qiao.web import context

    reads.KEEP = context.KEEP = 1e9


@pytest.fixture(autouse=True, scope="session")
def _what_a_test_wrote_is_settled() -> None:
    """On PostgreSQL nothing of a running transaction is, be it another test's: a reader would wait for both.

    What "settled" means is tested in the ledger.
    """
    from qiao.ledger.models import OldestRunning

    def everything(self: Any, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="9223372036854775807::bigint")

    OldestRunning.as_postgresql = everything  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def _the_ledger_can_be_emptied() -> Iterator[None]:
    """A test with real transactions ends by emptying every table, which the ledger's triggers refuse."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from qiao.ledger import triggers

    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_with_the_ledger_open(self: Any, sql_list: list[str]) -> None:
        with triggers.suspended(self.connection):
            flush(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = flush_with_the_ledger_open  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
