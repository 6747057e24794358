"""`python -m qiao.measure.reference`: prints the page of reference values, or writes it."""

import argparse
import os
import sys
from pathlib import Path

from . import Row, page
from .datasets import all_rows as data_rows
from .datasets import available
from .handbook import all_rows as handbook_rows


def main() -> int:
    """Exit code 1 when a value does not agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=os.environ.get("QIAO_TEST_DATA"), help="data sets' folder"
    )
    parser.add_argument("--out", type=Path, help="file to write; printed when not given")
    options = parser.parse_args()
    folder = Path(options.data) if options.data else None
    found: list[Row] = list(handbook_rows())
    with_data = folder is not None and available(folder)
    if folder is not None and with_data:
        found += data_rows(folder)
    text = page(found, with_data=with_data)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0 if all(row.holds for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
