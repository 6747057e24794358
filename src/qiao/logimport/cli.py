"""``qiao import-log FILE``: a service log that somebody else wrote becomes requests one can work with."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from django.conf import settings
from django.utils import timezone, translation

from qiao.desk.importing.steps import Step, steps_of
from qiao.desk.importing.terminal import administrator, language, one, progress, say_all, silent, slug
from qiao.eventlog import Log, LogError, mapping
from qiao.logimport import actions, report
from qiao.org.models import Calendar, Person, Unit

COLUMNS = ("case", "time", "resource", "team", "title", "priority", "service", "deadline", "requester")
SETTINGS = ("zone", "time_format", "encoding", "separator")
SUFFIX = re.compile(r"\.(gz|xes|csv|tsv|txt|parquet|xml)$", re.IGNORECASE)
TABS = {"\\t": "\t", "tab": "\t", "TAB": "\t"}
F = TypeVar("F", bound=Callable[..., object])


def column_options(command: F) -> F:
    """One option per role that a single column plays."""
    for role in reversed(COLUMNS):
        words = f"Column with the {role} (guessed when not given; '' for none)."
        command = click.option(f"--{role}", metavar="COLUMN", help=words)(command)
    return command


@click.command("import-log")
@click.argument("file", type=click.Path(path_type=Path))
@column_options
@click.option(
    "--activity", metavar="COLUMN", multiple=True, help="Column with the activity; may be repeated."
)
@click.option("--zone", metavar="ZONE", help="Time zone of times that name none, such as Europe/Rome.")
@click.option(
    "--time-format", metavar="FORMAT", help="Format of times as in strptime, when none is recognised."
)
@click.option("--encoding", help="Encoding of a CSV file, when the detected one is wrong.")
@click.option("--separator", help="Separator of a CSV file (a character, or tab).")
@click.option("--mapping", "mapping_file", type=click.Path(path_type=Path), help="A mapping saved before.")
@click.option("--save-mapping", type=click.Path(path_type=Path), help="Save the mapping that was used here.")
@click.option(
    "--step",
    "steps",
    multiple=True,
    metavar="ACTIVITY=STEP",
    help=f"What an activity does: {', '.join(Step)}.",
)
@click.option("--name", help="What the log is known by when it comes again (the file's name when not given).")
@click.option(
    "--calendar", metavar="CODE", help="Working calendar of the teams (around the clock when not given)."
)
@click.option("--parent", metavar="CODE", help="Unit below which the log's unit is placed.")
@click.option(
    "--leader", metavar="NUMBER", help="Who leads the log's unit and sees it all (an administrator)."
)
@click.option("--dry-run", is_flag=True, help="Read and report, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON and nothing else.")
@click.option("--language", type=click.Choice(["en", "zh-hans"]), help="Language of the report.")
def import_log(file: Path, **options: Any) -> None:
    """Import an event log: XES, CSV or Parquet, gzipped or not. Importing again adds nothing twice."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)  # millions of short-lived tuples and no cycles among them
    with translation.override(options["language"] or language()), _in_one_sentence():
        given = _given(options)
        with Log(file, given, default_zone=settings.TIME_ZONE) as log:
            _run(log, options)


def _run(log: Log, options: dict[str, Any]) -> None:
    say = silent if options["as_json"] else say_all
    wish = None if options["dry_run"] else _wish(log.path, options, given_zone=log.mapping.zone)
    say(report.mapping_lines(log))
    look = actions.Look(log)
    shown = not options["as_json"]
    with progress(log.path.stat().st_size, "Reading", shown=shown) as read:
        log.read(read, look)
    steps = steps_of(log.tally.activities, log.mapping.steps)
    say(report.figure_lines(log))
    say(report.step_lines(steps, log.tally.activities))
    if options["save_mapping"]:
        log.mapping.save(options["save_mapping"])
    done = None
    if wish is not None:
        with progress(log.tally.cases, "Importing", shown=shown) as seen:
            done = actions.import_log(log=log, look=look, wish=wish, at=timezone.now(), seen=seen)
    say(report.finding_lines(log))
    if done is not None:
        say([report.done_line(done.added, log.tally.cases - done.added, str(done.log.root))])
    if options["as_json"]:
        click.echo(report.as_json(log))


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """What is not to be guessed: options first, then the saved mapping."""
    given = mapping.load(options["mapping_file"]) if options["mapping_file"] else {}
    for name in (*COLUMNS, *SETTINGS):
        if options[name] is not None:
            given[name] = options[name]
    if options["activity"]:
        given["activity"] = list(options["activity"])
    given["separator"] = TABS.get(given.get("separator", ""), given.get("separator", ""))
    if len(given["separator"]) > 1:
        raise click.BadParameter("name one character, or tab", param_hint="--separator")
    given["steps"] = given.get("steps", {}) | _steps(options["steps"])
    for step in given["steps"].values():
        if step not in set(Step):
            raise LogError("unknown_step", step=step, steps=", ".join(Step))
    return given


def _steps(pairs: Iterable[str]) -> dict[str, str]:
    parted = [pair.rpartition("=") for pair in pairs]
    if any(not activity for activity, _equals, _step in parted):
        raise click.BadParameter("write it as ACTIVITY=STEP", param_hint="--step")
    return {activity: step for activity, _equals, step in parted}


def _wish(path: Path, options: dict[str, Any], *, given_zone: str | None) -> actions.Wish:
    title = options["name"] or _stem(path)
    return actions.Wish(
        name=slug(title),
        title=title,
        file_name=path.name,
        zone=given_zone or settings.TIME_ZONE,
        calendar=one(Calendar, "--calendar", code=options["calendar"]),
        parent=one(Unit, "--parent", code=options["parent"]),
        leader=one(Person, "--leader", number=options["leader"]) or administrator(),
    )


def _stem(path: Path) -> str:
    name = path.name
    while SUFFIX.search(name):
        name = SUFFIX.sub("", name)
    return name.replace("_", " ").strip() or "log"


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    try:
        yield
    except LogError as error:
        raise click.ClickException(error.sentence(report.language())) from error


commands = [import_log]
