"""The field for files: chosen ones wait on the server, so the form carries names instead of files.

Without JavaScript the browser sends the files with the form, ``landing.land`` takes them in, and the page
that comes back with a mistake elsewhere still has them. With it they are sent while one writes.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from qiao.files import intake, kinds, reads
from qiao.files.landing import NotTaken
from qiao.files.models import Upload
from qiao.files.rules import Limits, Reason

# Without HEIC: then an iPhone itself makes a JPEG of it.
PHOTO_ACCEPT = "image/jpeg,image/png,image/webp,image/gif"
PHOTOS = frozenset(kinds.PHOTO_FORMATS)


class UploadsInput(forms.FileInput):
    """Files to choose, and those that were chosen already."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, voice: bool = False) -> None:
        super().__init__(attrs)
        self.uploader_id = 0
        self.within = Limits()
        self.voice = voice

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """Names of waiting uploads, and what came with the form."""
        keys = data.getlist(name) if hasattr(data, "getlist") else []
        return [*keys, *(files.getlist(name) if hasattr(files, "getlist") else [])]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form had neither."""
        return name not in data and name not in files

    def format_value(self, value: Any) -> Any:
        """The uploads that are waiting, to be shown again."""
        given = value if isinstance(value, list) else []
        keys = [each.key if isinstance(each, Upload) else each for each in given]
        return reads.chosen((key for key in keys if isinstance(key, str)), uploader_id=self.uploader_id)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        context = self.get_context(name, value, attrs)
        context |= {"chosen": context["widget"]["value"], "within": self.within, "voice": self.voice}
        context["attrs"] = flatatt(context["widget"]["attrs"])
        context["photo"] = bool(self.within.endings) and self.within.endings <= PHOTOS
        context["endings"] = ",".join(sorted(self.within.endings))
        return render_to_string("files/field.html", context)


class UploadsField(forms.Field):
    """Files of one person; ``clean`` gives a list of uploads. ``belongs_to`` says whose."""

    def __init__(self, *, within: Limits | None = None, voice: bool = False, **options: Any) -> None:
        self.within = within or intake.limits()
        accept = PHOTO_ACCEPT if self.within.endings and self.within.endings <= PHOTOS else ""
        self.upload_input = UploadsInput({"accept": accept} if accept else {}, voice=voice)
        super().__init__(widget=self.upload_input, **options)
        self.upload_input = self.widget  # Django keeps a copy
        self.upload_input.within = self.within

    def __deepcopy__(self, memo: Any) -> UploadsField:
        copied: UploadsField = super().__deepcopy__(memo)
        copied.upload_input = copied.widget
        return copied

    def belongs_to(self, uploader_id: int) -> None:
        """Only what this person sent is found."""
        self.upload_input.uploader_id = uploader_id

    def to_python(self, value: Any) -> list[Upload | UploadedFile[Any]]:
        given = [each for each in (value or []) if each]
        keys = [each for each in given if isinstance(each, str)]
        found = reads.chosen(keys, uploader_id=self.upload_input.uploader_id) if keys else []
        if len(found) < len(set(keys)):
            raise ValidationError(str(Reason.GONE.sentence))
        return [*found, *(each for each in given if isinstance(each, Upload | UploadedFile))]

    def clean(self, value: Any) -> list[Upload | UploadedFile[Any]]:
        """Everything that is wrong with any of them, together."""
        refused = [each.sentence for each in value or [] if isinstance(each, NotTaken)]
        if refused:
            raise ValidationError(refused)
        cleaned: list[Upload | UploadedFile[Any]] = super().clean(value)
        if len(cleaned) > self.within.most:
            raise ValidationError(str(Reason.TOO_MANY.sentence) % {"most": self.within.most})
        problems = [sentence for each in cleaned if (sentence := self._problem(each))]
        if problems:
            raise ValidationError(problems)
        return cleaned

    def _problem(self, each: Upload | UploadedFile[Any]) -> str:
        if isinstance(each, UploadedFile):
            return intake.problem(each, within=self.within)
        return intake.why_not_here(each.name, each.blob.size, self.within)
