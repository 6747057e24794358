"""A list as a file: the same requests in the same order, as CSV while they are read, or as a workbook."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.desk.actions.exporting import note_export
from qiao.desk.filters import Filter, in_order, parse
from qiao.desk.models import Request
from qiao.desk.reads import work as read
from qiao.desk.rows import Listed, listed
from qiao.desk.sheet import COLUMNS, cells, safe
from qiao.org.models import Unit

CHUNK = 500
# More rows than that are no workbook any more; as CSV there is no limit.
MOST_IN_A_WORKBOOK = 100_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@signed_in
def export(http: PersonRequest, code: str, form: str) -> HttpResponseBase:
    """What the list shows, all of it. Written into the ledger before the first row leaves."""
    if form not in WRITERS:
        raise Http404
    at, scope = timezone.now(), http.person.scope
    unit, asked = read.unit_of(code, scope), parse(http.GET)
    requests = read.asked_for(read.below(unit), asked, seen_by=scope, at=at)
    n = requests.count()
    if form == "xlsx" and n > MOST_IN_A_WORKBOOK:
        messages.error(
            http, _("More than %(n)d rows do not fit into a workbook: take CSV.") % {"n": MOST_IN_A_WORKBOOK}
        )
        return redirect(f"{reverse('desk:work', args=[code])}?{asked.query}")
    if http.method == "HEAD":
        return HttpResponse()
    note_export(by=http.person, at=at, unit=unit, n=n, query=asked.query, form=form)
    return WRITERS[form](_rows(requests, asked), _name(unit, at, form))


def _rows(requests: QuerySet[Request], asked: Filter) -> Iterator[Listed]:
    """One after the other: never more than a chunk of them in memory."""
    found = listed(in_order(requests, asked.sort)).iterator(chunk_size=CHUNK)
    return (Listed(*row) for row in found)


def _name(unit: Unit, at: datetime, form: str) -> str:
    return f"{unit.code}-{timezone.localtime(at):%Y%m%d-%H%M}.{form}"


class _Echo:
    """A file that gives back what is written instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def as_csv(rows: Iterator[Listed], name: str) -> HttpResponseBase:
    """Sent while it is read; with the mark by which spreadsheets know that it is UTF-8."""
    language = translation.get_language()

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        with translation.override(language):
            head = writer.writerow([str(heading) for heading, _read in COLUMNS])
        yield f"\ufeff{head}"
        for row in rows:
            # Only around the words: between two rows this thread belongs to whoever sends them.
            with translation.override(language):
                line = [safe(cell) for cell in cells(row)]
            yield writer.writerow(line)

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8", headers=_headers(name))


def as_xlsx(rows: Iterator[Listed], name: str) -> HttpResponseBase:
    """Written to a file row by row, then sent. Everything is text: nothing in it can be a formula."""
    import xlsxwriter  # a tenth of a second: not for every worker that starts

    file: IO[bytes] = TemporaryFile()  # noqa: SIM115  # closed when it is sent
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        page, bold = book.add_worksheet(), book.add_format({"bold": True, "bottom": 1})
        page.freeze_panes(1, 0)
        page.set_column(0, len(COLUMNS) - 1, 16)
        page.set_column(1, 1, 40)
        for place, (heading, _read) in enumerate(COLUMNS):
            page.write_string(0, place, str(heading), bold)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(cells(row)):
                page.write_string(number, place, cell)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


WRITERS: dict[str, Callable[[Iterator[Listed], str], HttpResponseBase]] = {"csv": as_csv, "xlsx": as_xlsx}
