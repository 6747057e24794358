"""A photo from a phone, with the place in it: sent while one writes, kept, shown without the place."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browsing import FLAGS, Visitor, chromium

pytestmark = pytest.mark.journey


def phone_photo() -> bytes:
    """As a phone writes it: on its side, with camera and place."""
    image = Image.new("RGB", (1600, 1200), "#59636a")
    image.paste("#b0281f", (300, 300, 900, 700))
    exif = Image.Exif()
    exif[0x0112], exif[0x0110] = 6, "Phone 9"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 25.0)})
    held = io.BytesIO()
    image.save(held, "JPEG", exif=exif)
    return held.getvalue()


PHOTO = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}


def fill(page, title):
    page.locator("[name='title']").fill(title)
    page.locator("[name='answer-stopped'][value='no']").check(force=True)
    page.locator("[name='answer-machine']").fill("WR-B03")


def test_a_photo_from_a_phone_is_sent_while_one_writes_and_tells_no_place(visit):
    he = visit("he.yu", size="phone", language="zh", keeps=True)
    page = he.go("/requests/new/EQ-REPAIR/")
    field = page.locator("[data-files][data-field='answer-photo']")
    field.locator("input[type=file]").set_input_files([PHOTO, {**PHOTO, "name": "IMG_0002.jpg"}])
    tiles = field.locator(".q-chosen img")
    expect(tiles).to_have_count(2)
    field.get_by_role("button", name="IMG_0002.jpg").click()
    expect(tiles).to_have_count(1)
    found = he.axe()
    assert found == [], found
    assert he.sticks_out() == 0
    page.locator("[name='title']").fill("")
    page.locator(".q-sendbar .btn-primary").evaluate("each => each.form.noValidate = true")
    page.locator(".q-sendbar .btn-primary").click()
    page.wait_for_load_state()
    expect(page.locator(".q-chosen img")).to_have_count(1)
    fill(page, "3 号升降台异响，见照片")
    page.locator(".q-sendbar .btn-primary").click()
    page.wait_for_url("**/requests/R-*/")
    tile = page.locator("#story a[data-lightbox]").first
    expect(tile.locator("img")).to_be_visible()
    served = page.request.get(he.url + str(tile.get_attribute("href")))
    assert served.headers["x-content-type-options"] == "nosniff"
    photo = Image.open(io.BytesIO(served.body()))
    assert photo.size == (1200, 1600), "turned upright"
    assert not photo.getexif()
    assert b"Phone 9" not in served.body()
    tile.click()
    expect(page.locator("dialog.q-lightbox img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.q-lightbox")).to_have_count(0)
    he.complaints[:] = [each for each in he.complaints if "422" not in each]
    zhao = visit("zhao.min")
    assert zhao.page.request.get(served.url).status == 200
    fang = visit("fang.lan")
    assert fang.page.request.get(served.url).status == 404


def test_what_is_no_photo_is_refused_at_once_and_the_form_goes_on(visit):
    he = visit("he.yu", size="phone", language="zh", keeps=True)
    page = he.go("/requests/new/EQ-REPAIR/")
    field = page.locator("[data-files][data-field='answer-photo']")
    fake = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"<script>alert(1)</script>"}
    field.locator("input[type=file]").set_input_files([fake, PHOTO])
    expect(field.locator("[data-files-say]")).to_contain_text("photo.jpg")
    expect(field.locator(".q-chosen img")).to_have_count(1)
    he.complaints[:] = [each for each in he.complaints if "422" not in each]


def test_without_javascript_the_photo_comes_with_the_form(visit):
    he = visit("he.yu", size="phone", language="zh", script=False)
    page = he.go("/requests/new/EQ-REPAIR/")
    fill(page, "")
    page.locator("input[type=file][name='answer-photo']").set_input_files(PHOTO)
    page.locator("[name='title']").fill("升降台，照片随表单一起")
    page.locator(".q-sendbar .btn-primary").click()
    page.wait_for_url("**/requests/R-*/")
    expect(page.locator("#story a[data-lightbox] img").first).to_be_visible()


def test_a_voice_note_is_recorded_sent_and_played(window, sample):
    """With a microphone that the browser pretends to have."""
    pretending = [*FLAGS, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    browser = window.browser_type.launch(executable_path=chromium(), args=pretending)
    mei = Visitor(browser, sample.url, size="phone", language="zh")
    mei.context.grant_permissions(["microphone"], origin=sample.url)
    page = mei.enter_as("lin.mei").page
    page.get_by_text("冷却水漏水").locator("visible=true").first.click()
    page.wait_for_load_state()
    button = page.locator("[data-files-voice]").first
    button.click()
    expect(button).to_contain_text("0:01")
    button.click()
    expect(page.locator(".q-chosen audio")).to_have_count(1)
    page.locator("[name='body']").fill("听一下这个声音")
    page.get_by_role("button", name="发送").first.click()
    page.wait_for_load_state()
    note = page.locator("#story .q-voice audio").first
    expect(note).to_be_visible()
    part = page.request.get(sample.url + str(note.get_attribute("src")), headers={"Range": "bytes=0-99"})
    assert (part.status, part.headers["content-type"]) == (206, "audio/webm")
    played = "async each => { each.muted = true; await each.play(); return each.currentTime >= 0 }"
    assert note.evaluate(played)
    assert mei.complaints == []
    browser.close()


def test_a_pasted_picture_is_a_file(visit):
    tao = visit("tao.zhiyuan")
    tao.page.get_by_text("冷却水漏水").locator("visible=true").first.click()
    tao.page.wait_for_load_state()
    tao.page.locator("[name='body']").focus()
    tao.page.evaluate(
        """bytes => {
          const file = new File([new Uint8Array(bytes)], "image.png", { type: "image/png" });
          const data = new DataTransfer();
          data.items.add(file);
          const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data });
          document.querySelector("[name='body']").dispatchEvent(event);
        }""",
        list(png()),
    )
    expect(tao.page.locator(".q-chosen img")).to_have_count(1)
    tao.page.locator("[name='body']").fill("看这里")
    tao.page.get_by_role("button", name="Send").first.click()
    tao.page.wait_for_load_state()
    expect(tao.page.locator("#story .q-story li").first.locator("a[data-lightbox]")).to_be_visible()


def png() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(held, "PNG")
    return held.getvalue()
