"""What is taken in, what is refused with which sentence, and what does not survive."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import Image

from qiao.files import images, intake
from qiao.files.rules import LONGEST_SIDE, Reason, plain_name
from qiao.files.tests.conftest import phone_film, phone_photo, photo, sound, text
from qiao.ledger.refusals import Refused

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"


def office(inside="xl/workbook.xml", **more):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(inside, "x")
        for name, content in more.items():
            archive.writestr(name, content)
    return held.getvalue()


def why(upload, **limits):
    """The code of the refusal, or None."""
    try:
        arrived = intake.take_in(upload, within=intake.limits(**limits) if limits else None)
    except Refused as refused:
        return refused.reason
    assert arrived.path.is_file()
    return None


def kept(upload):
    arrived = intake.take_in(upload)
    return Image.open(arrived.path), arrived


def test_a_photo_of_a_phone_keeps_its_pixels_and_nothing_else():
    sent = phone_photo()
    assert b"Phone 9" in sent.read()
    assert Image.open(sent).getexif().get_ifd(0x8825)
    sent.seek(0)
    image, arrived = kept(sent)
    content = arrived.path.read_bytes()
    assert not image.getexif()
    assert not [word for word in (b"Exif", b"Phone", b"GPS", b"home", b"ICC_PROFILE") if word in content]
    assert image.size == (40, 80), "turned upright"
    assert image.getpixel((35, 4))[0] > 150, "what was in the left upper corner is right above now"
    assert (arrived.width, arrived.height, arrived.media_type) == (40, 80, "image/jpeg")


def test_what_hides_behind_a_photo_is_gone():
    sent = photo()
    polyglot = sent.read() + office()
    _image, arrived = kept(SimpleUploadedFile("both.jpg", polyglot))
    assert b"PK\x03\x04" not in arrived.path.read_bytes()


def test_the_same_photo_becomes_the_same_content():
    assert intake.take_in(phone_photo()).sha256 == intake.take_in(phone_photo("again.jpg")).sha256


def test_a_photo_larger_than_any_screen_is_made_smaller():
    image, _arrived = kept(photo(size=(LONGEST_SIDE + 1000, 500)))
    assert max(image.size) == LONGEST_SIDE


def test_a_photo_with_a_second_picture_in_it_is_a_jpeg():
    held, first = io.BytesIO(), Image.new("RGB", (30, 20), "teal")
    first.save(held, "MPO", save_all=True, append_images=[Image.new("RGB", (30, 20), "red")])
    image, arrived = kept(SimpleUploadedFile("portrait.jpg", held.getvalue()))
    assert (image.format, arrived.name) == ("JPEG", "portrait.jpg")


@pytest.mark.parametrize(
    ("name", "form", "mode", "ending"),
    [
        ("a.png", "PNG", "RGBA", "png"),
        ("a.png", "PNG", "P", "png"),
        ("a.png", "PNG", "I;16", "png"),
        ("a.gif", "GIF", "P", "png"),
        ("a.webp", "WEBP", "RGB", "webp"),
        ("a.jpg", "JPEG", "CMYK", "jpg"),
        ("a.jpeg", "JPEG", "L", "jpg"),
    ],
)
def test_every_kind_of_photo_is_made_anew(name, form, mode, ending):
    held = io.BytesIO()
    Image.new(mode, (20, 10)).save(held, form)
    image, arrived = kept(SimpleUploadedFile(name, held.getvalue()))
    assert image.size == (20, 10)
    assert arrived.name == f"a.{ending}"


def test_a_photo_of_an_iphone_becomes_a_jpeg(monkeypatch):
    """There is no encoder here; the decoder is asked in test_heic, this is what becomes of its answer."""
    sent = photo("IMG_0002.HEIC")
    monkeypatch.setitem(images.PHOTO_FORMATS, "heic", ("JPEG",))
    _image, arrived = kept(sent)
    assert (arrived.name, arrived.media_type) == ("IMG_0002.jpg", "image/jpeg")


def test_the_decoder_of_iphone_photos_is_there():
    images._know_heic()
    assert ".heic" in Image.registered_extensions()
    with pytest.raises(Refused) as refused:
        intake.take_in(SimpleUploadedFile("x.heic", b"\0\0\0\x18ftypheic" + b"\0" * 60))
    assert refused.value.reason is Reason.NOT_WHAT_IT_SAYS


def animation(form):
    held = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "teal", "grey")]
    frames[0].save(held, form, save_all=True, append_images=frames[1:])
    return held.getvalue()


@pytest.mark.parametrize(("form", "ending"), [("GIF", "png"), ("PNG", "png"), ("WEBP", "webp")])
def test_of_an_animation_the_first_picture_is_kept_and_its_name_says_so(form, ending):
    """Chat programs send stickers and moving pictures: a refusal would be a dead end on a phone."""
    with override("en"):
        image, arrived = kept(SimpleUploadedFile(f"robot.{form.lower()}", animation(form)))
    assert arrived.name == f"robot (1 of 3).{ending}"
    assert getattr(image, "n_frames", 1) == 1
    red, *others = image.convert("RGB").getpixel((0, 0))
    assert red > 200 > max(others)


def test_a_live_photo_of_a_phone_is_its_picture(tmp_path):
    """Android writes the film behind the photo; it stays behind, with everything else that is no pixel."""
    film = b"\0\0\0\x18ftypmp42" + b"secret" * 40
    sent = SimpleUploadedFile("MVIMG_1.jpg", photo("MVIMG_1.jpg").read() + film)
    _image, arrived = kept(sent)
    assert (arrived.name, arrived.media_type) == ("MVIMG_1.jpg", "image/jpeg")
    assert b"secret" not in arrived.path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jpg", b"<script>alert(1)</script>", Reason.NOT_WHAT_IT_SAYS),
        ("a.png", lambda: photo().read(), Reason.NOT_WHAT_IT_SAYS),
        ("cut.jpg", lambda: photo(size=(600, 600)).read()[:700], Reason.NOT_WHAT_IT_SAYS),
        ("bomb.png", lambda: photo("bomb.png", "PNG", (9000, 9000), "1").read(), Reason.TOO_MANY_PIXELS),
        ("a.svg", b"<svg onload='x()'/>", Reason.UNKNOWN_KIND),
        ("a.html", b"<html>", Reason.UNKNOWN_KIND),
        ("run.exe", b"MZ", Reason.UNKNOWN_KIND),
        ("macro.xlsm", office(), Reason.UNKNOWN_KIND),
        ("empty.txt", b"", Reason.EMPTY),
        ("plan.pdf", PDF, None),
        ("plan.pdf", b"MZ\x90 program", Reason.NOT_WHAT_IT_SAYS),
        ("cut.pdf", b"%PDF-1.7 without an end", Reason.NOT_WHAT_IT_SAYS),
        ("both.pdf", PDF + office() + b"%%EOF", Reason.TWO_KINDS),
        ("page.pdf", b"%PDF-1.7 <HTML><script>x</script> %%EOF", Reason.TWO_KINDS),
        ("parts.xlsx", office(), None),
        ("parts.xlsx", b"PK\x03\x04rest", Reason.NOT_WHAT_IT_SAYS),
        ("parts.xlsx", office("word/document.xml"), Reason.NOT_WHAT_IT_SAYS),
        ("parts.xlsx", b"MZ" + office(), Reason.NOT_WHAT_IT_SAYS),
        ("parts.xlsx", office(**{"xl/vbaProject.bin": b"x"}), Reason.MACROS),
        ("any.zip", office(), None),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
        ("list.csv", "工号,姓名\n1,林梅".encode("gbk"), None),
        ("list.csv", "工号".encode()[:-1], None),
        ("list.csv", b"\x00\x01", Reason.NOT_WHAT_IT_SAYS),
        ("late.txt", b"a" * 5000 + b"\0MZ", Reason.NOT_WHAT_IT_SAYS),
        ("drawing.dwg", b"AC1032", None),
        ("film.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\0" * 12, None),
        ("torn.mp4", b"\x00\x00\x00\x18ftypmp42", Reason.NOT_WHAT_IT_SAYS),
        ("note.mp3", b"ID3\x04", None),
        ("note.ogg", b"OggS" + b"\0" * 24 + b"OpusHead", None),
        ("note.ogg", b"OggS" + b"\0" * 24 + b"theora", Reason.NOT_WHAT_IT_SAYS),
        ("note.webm", b"\x1a\x45\xdf\xa3" + b"\0" * 8 + b"webm A_OPUS", None),
        ("note.webm", b"RIFF", Reason.NOT_WHAT_IT_SAYS),
        ("note.wav", b"RIFF\0\0\0\0WEBP", Reason.NOT_WHAT_IT_SAYS),
    ],
)
def test_files_are_what_their_names_say(name, content, reason):
    given = content() if callable(content) else content
    assert why(SimpleUploadedFile(name, given)) is reason


def test_what_unpacks_to_gigabytes_is_refused(monkeypatch):
    monkeypatch.setattr("qiao.files.kinds.UNPACKED", 10)
    assert why(SimpleUploadedFile("bomb.zip", office(zeros="0" * 100))) is Reason.UNPACKS_HUGE


def test_a_film_loses_its_place_and_keeps_its_pictures_where_they_were():
    sent = phone_film()
    content = sent.read()
    arrived = intake.take_in(sent)
    kept_ = arrived.path.read_bytes()
    assert len(kept_) == len(content)
    assert b"48.8583" in content
    assert b"48.8583" not in kept_
    assert kept_.index(b"pictures") == content.index(b"pictures")
    assert arrived.media_type == "video/quicktime"


def test_what_a_browser_records_is_sound_and_what_a_camera_records_is_film():
    head = b"\x1a\x45\xdf\xa3" + b"\0" * 8 + b"webm"
    assert intake.take_in(SimpleUploadedFile("v.webm", head + b"A_OPUS")).media_type == "audio/webm"
    assert intake.take_in(SimpleUploadedFile("v.webm", head + b"V_VP9")).media_type == "video/webm"
    assert intake.take_in(sound()).media_type == "audio/wav"


def test_a_field_may_be_tighter_and_never_wider(settings):
    settings.UPLOAD_LIMIT = 100
    assert why(text(b"x" * 60), largest=50) is Reason.TOO_LARGE
    assert why(text(b"x" * 101), largest=1000) is Reason.TOO_LARGE
    assert why(text(b"x" * 100)) is None
    assert why(text(), endings=["pdf"]) is Reason.NOT_WANTED_HERE
    assert why(text(), endings=["jpg", "png"]) is Reason.NOT_A_PHOTO
    assert why(SimpleUploadedFile("plan.pdf", PDF), endings=["pdf"]) is None
    assert intake.limits(endings=["exe"]).endings == frozenset()


def test_the_sentence_names_the_limit(settings):
    settings.UPLOAD_LIMIT = 10
    with override("en"):
        assert "the most is 10" in intake.problem(text(b"x" * 11)).replace("\xa0", " ")
    assert not intake.problem(text(b"x" * 10))


def test_what_is_refused_leaves_nothing_on_the_disk(folder):
    for upload in (photo("a.png"), text(b"\0"), SimpleUploadedFile("torn.mp4", b"\0\0\0\x18ftypmp42")):
        assert why(upload) is not None
    assert [each for each in folder.rglob("*") if each.is_file()] == []


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("C:\\fakepath\\leak.jpg", "leak.jpg"),
        ("../../etc/passwd", "passwd"),
        ("invoice\u202egnp.txt", "invoicegnp.txt"),
        ("\r\nSet-Cookie: x.txt", "Set-Cookie: x.txt"),
        ("", "file"),
    ],
)
def test_a_name_is_only_a_name(name, plain):
    assert plain_name(name) == plain
