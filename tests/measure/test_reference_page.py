"""The page of reference values on the real survey and network data, value by value and letter by letter."""

import pytest

from qiao.measure.reference import page
from qiao.measure.reference.datasets import all_rows as data_rows
from qiao.measure.reference.datasets import available
from qiao.measure.reference.handbook import all_rows as handbook_rows
from tests.real.data import ROOT, folder

PAGE = ROOT / "docs" / "measure" / "reference-values.md"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not available(folder()),
        reason=f"attitude, bfi, holzinger_swineford, krackhardt_hightech are not in {folder()}: "
        "set QIAO_TEST_DATA to the folder that holds them",
    ),
]


@pytest.fixture(scope="module")
def rows():
    return [*handbook_rows(), *data_rows(folder())]


def test_every_known_answer_on_real_data_is_met(rows):
    assert len(rows) >= 265
    assert [f"{row.subject}, {row.what}: {row.expected} / {row.got}" for row in rows if not row.holds] == []


def test_the_page_of_reference_values_is_up_to_date(rows):
    assert PAGE.read_text(encoding="utf-8") == page(rows, with_data=True), (
        "write it anew: python -m qiao.measure.reference --data FOLDER --out docs/measure/reference-values.md"
    )
