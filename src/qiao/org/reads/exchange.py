"""Looking at files before an import, and the organisation as files."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings

from qiao.org.exchange import planning, rows, tables, writing
from qiao.org.exchange.planning import Plan
from qiao.org.exchange.problems import Unreadable
from qiao.org.reads.state import current_state


def planned(files: Sequence[tuple[str, bytes]]) -> Plan:
    """What importing these files (name, content) would do, with every problem; changes nothing."""
    zone = ZoneInfo(settings.TIME_ZONE)
    try:
        read = rows.read(tables.read(files), zone)
    except Unreadable as error:
        return Plan(problems=[error.problem])
    return planning.plan(read, current_state())


def exported(kind: str) -> bytes:
    """The organisation as one XLSX (``xlsx``) or as a ZIP of CSV files (``zip``)."""
    write = {"xlsx": writing.as_workbook, "zip": writing.as_csv_files}[kind]
    return write(current_state(), ZoneInfo(settings.TIME_ZONE))
