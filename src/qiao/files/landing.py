"""What a form brings along: files are taken in first, so that none is lost when another field is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from qiao.files import actions, intake
from qiao.files.models import Upload
from qiao.files.rules import Limits
from qiao.ledger.refusals import Refused


@dataclass(frozen=True)
class NotTaken:
    """A file that was refused, with the sentence."""

    sentence: str


Landed = Upload | NotTaken


def land(
    files: MultiValueDict[str, UploadedFile[Any]], *, uploader_id: int, at: datetime
) -> MultiValueDict[str, Landed]:
    """Takes in every file that was sent with a form. The form gets these in place of the files."""
    return MultiValueDict(
        {
            field: [land_one(each, uploader_id=uploader_id, at=at) for each in sent if each]
            for field, sent in files.lists()
        }
    )


def land_one(
    sent: UploadedFile[Any], *, uploader_id: int, at: datetime, within: Limits | None = None
) -> Landed:
    """One file: an upload that waits for its form, or why not."""
    try:
        arrived = intake.take_in(sent, within=within)
        return actions.receive(arrived=arrived, uploader_id=uploader_id, at=at)
    except Refused as refused:
        return NotTaken(refused.sentence)
