"""One log, three formats, the same events."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from qiao.eventlog import Log
from qiao.eventlog.tests.logs import HEADER, write_csv, write_parquet, write_xes

text = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cs", "Cc", "Zl", "Zp"),
        exclude_characters="\ufeff\ufffe\uffff\x1f",
    ),
    min_size=1,
    max_size=12,
).map(str.strip)
word = text.filter(bool)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)).map(
    lambda at: at.replace(tzinfo=UTC, microsecond=at.microsecond // 1000 * 1000).isoformat()
)
events = st.lists(st.tuples(word, word, moments, text, text), min_size=1, max_size=25)
GIVEN = {
    "case": HEADER[0], "activity": [HEADER[1]], "time": HEADER[2], "resource": HEADER[3], "team": HEADER[4],
    "encoding": "utf-8", "separator": ",",
}  # fmt: skip


def cases(path):
    with Log(path, GIVEN) as log:
        log.read()
        found = [(case.key, [event._replace(line=0) for event in case.events]) for case in log.cases()]
    return found, log.tally.report()


@settings(max_examples=60, deadline=None)
@given(events)
def test_csv_xes_and_parquet_of_the_same_events_are_equal(rows):
    rows.sort(key=lambda row: row[0])  # a trace holds its events together
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = cases(write_csv(folder / "a.csv", rows))
        assert cases(write_xes(folder / "a.xes", rows)) == first
        assert cases(write_parquet(folder / "a.parquet", rows)) == first
    assert first[1].events == len(rows)


@settings(max_examples=60, deadline=None)
@given(events, st.randoms())
def test_the_order_of_the_lines_does_not_change_what_is_counted(rows, chance):
    """Apart from ties, which keep the order of the file: so every moment occurs once here."""
    rows = list({row[2]: row for row in rows}.values())
    shuffled = list(rows)
    chance.shuffle(shuffled)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assert cases(write_csv(folder / "a.csv", rows)) == cases(write_csv(folder / "b.csv", shuffled))
