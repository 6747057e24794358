"""Cards on paper: a page each, both sizes and languages, a code that opens it; a machine without Pango."""

import pytest
import segno
from PIL import ImageFile

from qiao.roles import printing
from qiao.roles.models import RoleCard
from qiao.roles.printing import Size
from qiao.roles.reads import cards as reads
from qiao.roles.rules import Reason, Side
from qiao.roles.sheet import LineSaid, Words

drawn = pytest.mark.skipif(
    printing.why_not_print() is not None, reason="no Pango on this machine: sh tools/pango.sh installs it"
)


def printable(card):
    return reads.printable(RoleCard.objects.filter(pk=card.pk)).get()


@drawn
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("size", "width"), [(Size.A5, 148), (Size.A4, 210)])
def test_a_card_is_one_page_of_the_size_asked_for(office, wei, size, width, language):
    card = printable(office.in_force("mei", wei))
    document = printing._fitting(card, card.current, size, language)
    assert len(document.pages) == 1
    assert round(document.pages[0].width * 25.4 / 96) == width
    assert printing.pdf([card], size=size, language=language).startswith(b"%PDF-")


@drawn
@pytest.mark.parametrize("size", list(Size))
def test_a_full_card_still_fits_on_one_page(office, desk, wei, size):
    unit = desk.units["welding"].pk
    words = Words(
        "交接班逐项说清，未完事项有人接，交不清不离岗", "Every open item is explained and taken over"
    )
    lines = [LineSaid(Side.SERVE, words, Words("班末 15 分钟", "within 15 minutes"), unit_id=unit)] * 8
    card = printable(office.in_force("mei", wei, lines=lines))
    assert len(printing._fitting(card, card.current, size, "zh-hans").pages) == 1


def test_the_code_opens_the_card(office, wei, settings):
    settings.PUBLIC_URL = "https://qiao.example.org"
    card = office.in_force("mei", wei)
    url = f"https://qiao.example.org/role-cards/{card.pk}/"
    assert printing.address(card.pk) == url
    svg = segno.make(url, error="q", micro=False).svg_inline(
        omitsize=True, border=0, dark="#10211f", svgclass="rc-qr", lineclass=None
    )
    one = printable(card)
    assert svg in printing.markup(one, one.current, Size.A5, "en", "even")


def test_what_is_printed_says_who_signed_in_the_language_asked_for(office, wei):
    one = printable(office.in_force("mei", wei))
    chinese = printing.markup(one, one.current, Size.A5, "zh-hans", "even")
    english = printing.markup(one, one.current, Size.A5, "en", "even")
    assert "林梅" in chinese
    assert "持卡人" in chinese
    assert "Somebody stays with it" in english
    assert "My duties" in english


@drawn
def test_a_unit_is_printed_in_one_file_a_page_each(office, desk, browse, wei, guo, chang, fang):
    office.in_force("mei", wei)
    office.in_force("guo", chang)
    office.written("wu")
    works = desk.units["works"].pk
    page = browse(fang).get(f"/role-cards/print/{works}/").content.decode()
    assert "2 张生效的角色卡" in page
    rows, many = reads.to_print(desk.units["works"], start=0, size=12)
    assert (len(rows), many) == (2, 2)
    answer = browse(fang).get(f"/role-cards/unit/{works}/a5.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert browse(fang).get(f"/role-cards/unit/{works}/a5.pdf?part=2").status_code == 404


@drawn
def test_only_what_is_in_force_is_printed_and_only_in_known_sizes(office, browse, mei, wei):
    draft = office.written("mei")
    assert browse(mei).get(f"/role-cards/{draft.pk}/a5.pdf").status_code == 404
    assert browse(mei).get(f"/role-cards/{draft.pk}/a0.pdf").status_code == 404


def test_a_machine_without_pango_says_what_to_install(office, browse, mei, wei, monkeypatch):
    card = office.in_force("mei", wei)
    monkeypatch.setattr(printing, "_weasyprint", lambda: None)
    assert printing.why_not_print() is Reason.NO_PANGO
    assert "libpango-1.0-0" in browse(mei).get(f"/role-cards/{card.pk}/print/").content.decode()
    answer = browse(mei).get(f"/role-cards/{card.pk}/a5.pdf")
    assert answer.status_code == 503
    assert "请管理员安装" in answer.content.decode()


@drawn
def test_a_torn_upload_is_found_out_after_printing_as_before(office, wei):
    printing.pdf([printable(office.in_force("mei", wei))], size=Size.A4, language="en")
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
