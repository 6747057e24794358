"""Files of every kind, and a folder of their own for each test."""

import io
import wave

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PARIS = {1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0)}
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT


def photo(name="漏水.jpg", form="JPEG", size=(60, 40), mode="RGB", **options):
    held = io.BytesIO()
    Image.new(mode, size, "teal").save(held, form, **options)
    return SimpleUploadedFile(name, held.getvalue())


def phone_photo(name="IMG_0001.jpg", size=(80, 40)):
    """As a phone writes it: lying on its side, with camera, place and a comment."""
    image = Image.new("RGB", size, "teal")
    image.paste("red", (0, 0, 10, 10))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right to see it upright
    exif[0x010F], exif[0x0110] = "Phone Inc.", "Phone 9"
    exif.get_ifd(0x8825).update(PARIS)
    held = io.BytesIO()
    image.save(held, "JPEG", exif=exif, comment=b"taken at home", quality=95)
    return SimpleUploadedFile(name, held.getvalue())


def text(content=b"hello", name="note.txt"):
    return SimpleUploadedFile(name, content)


def sound(name="voice.wav"):
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\1" * 4000)
    return SimpleUploadedFile(name, held.getvalue())


def box(kind, content):
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def phone_film(name="film.mov"):
    """As a phone writes it: the place stands in the notes of the film and of its track."""
    notes = box(b"udta", box(b"\xa9xyz", b"+48.8583+002.2944/"))
    keys = box(b"meta", b"com.apple.quicktime.location.ISO6709 +48.8583+002.2944")
    track = box(b"trak", box(b"tkhd", b"\0" * 20) + notes)
    moov = box(b"moov", box(b"mvhd", b"\0" * 20) + track + notes + keys)
    return SimpleUploadedFile(name, box(b"ftyp", b"qt  ") + moov + box(b"mdat", b"pictures"))
