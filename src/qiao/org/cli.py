"""The organisation from the command line."""

from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiao.ledger.refusals import Conflict
from qiao.org import actions
from qiao.org.exchange.planning import Plan
from qiao.org.reads.exchange import exported, planned

SHOWN = 200


@click.command("import-org")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--dry-run", is_flag=True, help="Only say what would change and what is wrong.")
def import_org(files: tuple[Path, ...], dry_run: bool) -> None:
    """Import units, people, positions … from FILES: one XLSX, a ZIP of CSV files, or CSV files.

    All or nothing: with a single problem nothing is changed. What the files do not mention stays as it is.
    """
    plan = planned([(path.name, _content(path)) for path in files])
    _report(plan)
    if not plan.is_possible:
        count = len(plan.problems)
        sentence = ngettext("%d problem: nothing was changed.", "%d problems: nothing was changed.", count)
        raise click.ClickException(sentence % count)
    if dry_run:
        click.echo(_("This was a dry run: nothing was changed."))
        return
    try:
        actions.apply_plan(plan=plan, by=None, at=timezone.now())
    except Conflict as conflict:
        raise click.ClickException(str(conflict)) from conflict
    click.echo(_("Imported."))


@click.command("export-org")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_org(file: Path) -> None:
    """Write the whole organisation to FILE: an .xlsx workbook or a .zip of CSV files."""
    kind = file.suffix.lower().lstrip(".")
    if kind not in ("xlsx", "zip"):
        raise click.ClickException(_("Name a file that ends in .xlsx or .zip."))
    try:
        file.write_bytes(exported(kind))
    except OSError as error:
        raise click.ClickException(
            _("%(file)s cannot be written: %(why)s") % {"file": file, "why": error.strerror}
        ) from error
    click.echo(_("Written: %s") % file)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise click.ClickException(
            _("%(file)s cannot be read: %(why)s") % {"file": path, "why": error.strerror}
        ) from error


def _report(plan: Plan) -> None:
    for tally in plan.tallies():
        numbers = {"new": tally.new, "changed": tally.changed, "same": tally.same}
        line = _("%(new)d new, %(changed)d changed, %(same)d as before") % numbers
        click.echo(f"{tally.sheet.key:<14} {line}")
    for name in plan.ignored:
        click.echo(_("Sheet “%s” is none of ours: ignored.") % name)
    for problem in plan.problems[:SHOWN]:
        value = f" [{problem.value}]" if problem.value else ""
        click.echo(f"{problem.place}{value} {problem.sentence}", err=True)
    if len(plan.problems) > SHOWN:
        click.echo(_("… and %d more.") % (len(plan.problems) - SHOWN), err=True)


commands = [import_org, export_org]
