"""Kinds of values that several packages ask for."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

# A moment with its zone, in the years that somebody may mean: calendars reach a little further.
When = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)]
# The number of a row.
Row = Annotated[int, Field(ge=1, le=2**63 - 1)]
# A code or a number by which people name something.
Key = Annotated[str, Field(min_length=1, max_length=40)]
