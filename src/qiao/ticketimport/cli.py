"""``qiao import-tickets FILE... --from SYSTEM``: what another service desk holds becomes requests."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from qiao.desk.importing.terminal import administrator, language, one, progress, say_all, silent, slug
from qiao.eventlog import LogError
from qiao.eventlog.times import zone_of
from qiao.org.models import Calendar, Person, Unit
from qiao.ticketimport import actions, preset, report
from qiao.ticketimport.export import Export, Given
from qiao.ticketimport.streams import Damaged


@click.command("import-tickets")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--from", "system", type=click.Choice(preset.SYSTEMS), required=True, help="Where they come from."
)
@click.option(
    "--map", "map_file", type=click.Path(path_type=Path), help="Your own map (TOML) over the preset."
)
@click.option("--dry-run", is_flag=True, help="Read, list every problem with file and row, change nothing.")
@click.option(
    "--attachments",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with the files that the tickets name.",
)
@click.option("--confidential", is_flag=True, help="Every ticket becomes a confidential request.")
@click.option(
    "--unknown",
    type=click.Choice(["create", "refuse"]),
    default="create",
    help="People and units that are not known here: make placeholders, or import nothing.",
)
@click.option("--name", help="What the source is known by when it comes again (the system when not given).")
@click.option("--zone", metavar="ZONE", help="Time zone of times that name none, such as Europe/Rome.")
@click.option("--day-first/--month-first", "day_first", default=None, help="How to read 03/04/2026.")
@click.option("--encoding", help="Encoding of the files, when the detected one is wrong.")
@click.option("--separator", help="Separator of CSV files, when the detected one is wrong.")
@click.option("--calendar", metavar="CODE", help="Working calendar of placeholder units (around the clock).")
@click.option("--parent", metavar="CODE", help="Unit below which the source's unit is placed.")
@click.option(
    "--leader", metavar="NUMBER", help="Who leads the source's unit and sees it all (an administrator)."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON and nothing else.")
@click.option("--language", type=click.Choice(["en", "zh-hans"]), help="Language of the report.")
def import_tickets(files: tuple[Path, ...], **options: Any) -> None:
    """Import tickets: CSV or JSON exports of Jira, Zammad, ServiceNow, GLPI, OTRS or osTicket.

    Importing again adds nothing twice, and what is new over there since.
    """
    gc.freeze()
    with translation.override(options["language"] or language()), _in_one_sentence(files):
        chosen = _preset(options)
        wish = _wish(chosen, options)
        with Export(files, chosen, _given(chosen, wish, options)) as export:
            _run(export, wish, options)


def _run(export: Export, wish: actions.Wish, options: dict[str, Any]) -> None:
    say = silent if options["as_json"] else say_all
    shown = not options["as_json"]
    with progress(_bytes(export), "Reading", shown=shown) as read:
        many = export.read(read)
    if not many:
        say(report.problem_lines(export, every=True))
        raise click.ClickException(_("There is no ticket of this system in the files: nothing was imported."))
    label = "Checking" if options["dry_run"] else "Importing"
    with progress(many, label, shown=shown) as seen:
        outcome = _act(export, wish, options, seen)
    say(report.figure_lines(export, outcome, would=options["dry_run"]))
    say(report.oddity_lines(export))
    say(report.problem_lines(export, every=options["dry_run"]))
    if not options["dry_run"]:
        say([report.done_line(wish.title)])
    if options["as_json"]:
        click.echo(report.as_json(export, outcome))


def _act(export: Export, wish: actions.Wish, options: dict[str, Any], seen: actions.Seen) -> actions.Outcome:
    if options["dry_run"]:
        return actions.rehearse(export, wish, seen)
    try:
        return actions.import_tickets(export=export, wish=wish, at=timezone.now(), seen=seen)
    except actions.Unknown as error:
        say_all(report.problem_lines(export, every=True))
        raise click.ClickException(
            _("Some people or units are unknown here: name them in a map, or use --unknown create.")
        ) from error


def _bytes(export: Export) -> int:
    return sum(path.stat().st_size for path in export.files if path.is_file())


def _preset(options: dict[str, Any]) -> preset.Preset:
    chosen = preset.load(options["system"])
    if options["map_file"] is None:
        return chosen
    try:
        return preset.with_map(chosen, options["map_file"])
    except preset.BadMap as error:
        raise click.ClickException(
            _("The map %(path)s cannot be used: %(why)s") % {"path": options["map_file"].name, "why": error}
        ) from error


def _given(chosen: preset.Preset, wish: actions.Wish, options: dict[str, Any]) -> Given:
    zone_of(chosen.zone or wish.zone)
    separator = {"tab": "\t", "\\t": "\t"}.get(options["separator"] or "", options["separator"] or "")
    if len(separator) > 1:
        raise click.BadParameter("name one character, or tab", param_hint="--separator")
    return Given(
        zone=wish.zone,
        encoding=options["encoding"] or "",
        separator=separator,
        day_first=options["day_first"],
        confidential=options["confidential"],
    )


def _wish(chosen: preset.Preset, options: dict[str, Any]) -> actions.Wish:
    title = options["name"] or chosen.title
    return actions.Wish(
        name=slug(options["name"] or chosen.system),
        title=title,
        zone=options["zone"] or settings.TIME_ZONE,
        calendar=one(Calendar, "--calendar", code=options["calendar"]),
        parent=one(Unit, "--parent", code=options["parent"]),
        leader=one(Person, "--leader", number=options["leader"]) or administrator(),
        folder=options["folder"],
        refuse_unknown=options["unknown"] == "refuse",
    )


@contextmanager
def _in_one_sentence(files: tuple[Path, ...]) -> Iterator[None]:
    try:
        yield
    except LogError as error:
        raise click.ClickException(error.sentence(language())) from error
    except Damaged as error:
        raise click.ClickException(
            _("%(file)s is damaged or was cut off after record %(record)d: nothing was imported.")
            % {"file": error.path.name, "record": error.record}
        ) from error


commands = [import_tickets]
