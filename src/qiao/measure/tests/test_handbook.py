"""Every fixture of the measurement handbook."""

from qiao.measure.reference import Row, page
from qiao.measure.reference.handbook import all_rows


def test_the_library_gives_what_the_handbook_says():
    found = all_rows()
    assert len(found) >= 74
    assert [f"{row.subject}, {row.what}: {row.expected} / {row.got}" for row in found if not row.holds] == []


def test_a_value_that_moves_in_its_last_digit_is_noticed():
    assert Row("s", "w", ".6261", 0.62611, "x").holds
    assert not Row("s", "w", ".6261", 0.6262, "x").holds
    assert not Row("s", "w", "45", 46, "x").holds
    assert "**differs**" in page([Row("s", "w", "45", 46, "x")], with_data=True)
