"""For every test: nothing kept from the one before, and a ledger that can be emptied between tests."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Compiled calendars are kept per process; numbers of rows repeat from test to test."""
    yield
    try:
        from qiao.org import compiled
    except ImportError:
        return
    compiled.forget()
