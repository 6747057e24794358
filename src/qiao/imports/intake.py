"""From files that were sent to an import that waits: for the page and for programs alike."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from qiao.desk.importing.terminal import slug
from qiao.eventlog import LogError
from qiao.imports import actions, logs, rules, store, telling
from qiao.imports.models import Import
from qiao.imports.rules import MEGABYTE, SYSTEMS, Reason, System
from qiao.imports.store import Upload
from qiao.ledger.refusals import Refused, refuse
from qiao.org.models import Person

ENDING = re.compile(r"\.(gz|xes|csv|tsv|txt|parquet|xml)$", re.IGNORECASE)


def take_in(
    *,
    system: System,
    title: str,
    uploads: Sequence[Upload],
    archive: Upload | None,
    options: Mapping[str, Any],
    by: Person,
    at: datetime,
) -> Import:
    """Keeps the files and guesses what they are. Refused: nothing is left of them."""
    refuse(rules.why_not_administer(by.scope))
    refuse(rules.why_not_files(system, len(uploads), archive=archive is not None), most=rules.MOST_FILES)
    every = [*uploads, *([archive] if archive is not None else [])]
    if sum(each.size or 0 for each in every) > settings.IMPORT_LIMIT:
        raise Refused(Reason.TOO_LARGE, most=settings.IMPORT_LIMIT // MEGABYTE)
    if archive is not None:
        store.look_over(archive)
    folder, files = store.receive(uploads, archive)
    title = title.strip() or _title(system, files[0]["name"])
    try:
        return actions.upload(
            system=system,
            name=slug(title),
            title=title,
            folder=folder,
            files=files,
            archive=str(archive.name) if archive is not None else "",
            options=options,
            guess=guess(system, folder, files, options),
            by=by,
            at=at,
        )
    except BaseException:
        store.remove(folder)
        raise


def guess(
    system: System, folder: str, files: Sequence[Mapping[str, Any]], options: Mapping[str, Any]
) -> dict[str, Any]:
    """What a log's columns seem to be; nothing for tickets, whose preset knows. Refused: it is no log."""
    if not system.is_log:
        return {}
    (path,) = store.paths(folder, [dict(each) for each in files])
    try:
        return logs.guess(path, options.get("mapping", {}))
    except LogError as error:
        raise Refused(Reason.NOT_READABLE, why=telling.sentence(logs.told(error))) from error


def _title(system: System, name: str) -> str:
    if not system.is_log:
        return str(SYSTEMS[system])
    while ENDING.search(name):
        name = ENDING.sub("", name)
    return name.replace("_", " ").strip() or "log"
