"""The ledger from the command line."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TextIO

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from qiao.audit import reads, telling
from qiao.audit.filters import Wanted, kinds_of
from qiao.ledger.models import Position
from qiao.org.rules import Scope

DATES = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
STRANGER = Scope(person_id=0)


@click.command("export-events")
@click.option("--since", type=DATES, help="Only what happened at or after this local time.")
@click.option("--until", type=DATES, help="Only what happened before this local time.")
@click.option("--kind", default="", help="One kind (request.accepted) or all of a package (request).")
@click.option("--after", default="", help="Only what stands behind this position, the last one of a file.")
@click.option(
    "--confidential", is_flag=True, help="Also what confidential requests say; withheld unless asked for."
)
@click.option("--out", default="-", type=click.Path(dir_okay=False, path_type=Path), help="A file, or -.")
def export_events(
    since: datetime | None, until: datetime | None, kind: str, after: str, confidential: bool, out: Path
) -> None:
    """Write events as JSON lines, oldest first: the ledger, for archives and other programs."""
    wanted = Wanted(kinds=kinds_of(kind), since=_local(since), until=_local(until))
    start = _start(after)
    viewer = None if confidential else STRANGER
    lines = telling.lines(reads.stream(wanted, viewer, start), viewer)
    if str(out) == "-":
        sys.stdout.writelines(lines)
        return
    with (
        _opened(out) as file,
        click.progressbar(length=reads.count(wanted), label=out.name, file=sys.stderr) as bar,
    ):
        done = 0
        for done, line in enumerate(lines, 1):
            file.write(line)
            if done % 1000 == 0:
                bar.update(1000)
        bar.finish()
    click.echo(_("%(n)d events written to %(file)s.") % {"n": done, "file": out}, err=True)


def _local(at: datetime | None) -> datetime | None:
    return timezone.make_aware(at) if at else None


def _start(text: str) -> Position | None:
    try:
        return Position.parse(text) if text else None
    except ValueError as error:
        raise click.ClickException(_("“%s” is no position: it looks like 7031.52.") % text) from error


def _opened(out: Path) -> TextIO:
    try:
        return out.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.ClickException(
            _("%(file)s cannot be written: %(why)s") % {"file": out, "why": error.strerror}
        ) from error


commands = [export_events]
