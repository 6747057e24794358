"""The cast of the drafts' tests is that of the accounts' tests."""

from qiao.accounts.tests.conftest import (  # noqa: F401
    _no_tries_yet,
    bai,
    browse,
    hire,
    mei,
    shi,
    tao,
    unit,
)
