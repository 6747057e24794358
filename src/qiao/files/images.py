"""A photo made anew from its pixels: nothing else of the file survives, neither place nor camera nor a
second file hidden behind it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from qiao.files.kinds import PHOTO_FORMATS
from qiao.files.rules import LONGEST_SIDE, MOST_PIXELS, Reason
from qiao.ledger.refusals import Refused

QUALITY = 88
# What comes out, by what came in: format of Pillow, media type, ending.
KEPT_AS = {
    "JPEG": ("JPEG", "image/jpeg", "jpg"),
    "MPO": ("JPEG", "image/jpeg", "jpg"),
    "HEIF": ("JPEG", "image/jpeg", "jpg"),
    "PNG": ("PNG", "image/png", "png"),
    "GIF": ("PNG", "image/png", "png"),
    "WEBP": ("WEBP", "image/webp", "webp"),
}
# What may move. A phone's live photo is one picture with a film behind it, which is left behind anyway.
ANIMATED = {"GIF", "PNG", "WEBP"}
UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
)


@dataclass(frozen=True)
class Photo:
    """The photo as it is kept."""

    content: bytes
    media_type: str
    ending: str
    width: int
    height: int
    # Of an animation, how many pictures it had: the first one is kept.
    pictures: int = 1


def remade(file: BinaryIO, *, name: str, ending: str) -> Photo:
    """The photo turned upright, at most 4096 pixels long, in sRGB, with nothing but its pixels.

    Of an animation its first picture. Raises Refused for what is no photo of that ending, or has too many
    pixels. The header is asked first: what claims to be huge is never unpacked.
    """
    _know_heic()
    file.seek(0)
    try:
        with Image.open(file, formats=_formats()) as image:
            _look(image, name, ending)
            return _made_from(image)
    except Refused:
        raise
    except UNREADABLE as error:
        raise Refused(Reason.NOT_WHAT_IT_SAYS, name=name, kind=ending.upper()) from error
    finally:
        file.seek(0)


@cache
def _know_heic() -> None:
    """iPhones send HEIC; the decoder registers itself once."""
    import pi_heif

    pi_heif.register_heif_opener()


@cache
def _formats() -> tuple[str, ...]:
    return tuple(sorted({each for formats in PHOTO_FORMATS.values() for each in formats} - {"MPO"}))


def _look(image: Image.Image, name: str, ending: str) -> None:
    if image.format not in PHOTO_FORMATS[ending]:
        raise Refused(Reason.NOT_WHAT_IT_SAYS, name=name, kind=ending.upper())
    if image.width * image.height > MOST_PIXELS:
        raise Refused(Reason.TOO_MANY_PIXELS, name=name)


def _made_from(image: Image.Image) -> Photo:
    form, media_type, ending = KEPT_AS[str(image.format)]
    pictures = getattr(image, "n_frames", 1) if image.format in ANIMATED else 1
    image.seek(0)
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is unpacked at half its size or less
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = _plain(upright, keeps_alpha=form != "JPEG")
    return Photo(written(plain, form), media_type, ending, plain.width, plain.height, pictures)


def _plain(image: Image.Image, *, keeps_alpha: bool) -> Image.Image:
    """RGB or RGBA in sRGB, without anything beside the pixels."""
    clear = "A" in image.getbands() or "transparency" in image.info
    coloured = _in_srgb(image).convert("RGBA" if clear else "RGB")
    if clear and not keeps_alpha:
        ground = Image.new("RGB", coloured.size, "white")
        ground.paste(coloured, mask=coloured.getchannel("A"))
        return ground
    coloured.info = {}
    return coloured


def _in_srgb(image: Image.Image) -> Image.Image:
    """Phones photograph in wider colours; without their profile those would look dull."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def written(image: Image.Image, form: str) -> bytes:
    """The pixels as a file."""
    held = io.BytesIO()
    options = {"quality": QUALITY, "optimize": True} if form == "JPEG" else {}
    if form == "WEBP":
        options = {"quality": QUALITY, "method": 4}
    image.save(held, form, exif=b"", **options)
    return held.getvalue()


def smaller(file: BinaryIO, side: int) -> bytes:
    """A thumbnail of a photo that was made by ``remade``: at most ``side`` pixels long, as WebP."""
    with Image.open(file, formats=["JPEG", "PNG", "WEBP"]) as image:
        image.draft("RGB", (side, side))
        image.thumbnail((side, side))
        return written(image.convert("RGBA" if "A" in image.getbands() else "RGB"), "WEBP")
