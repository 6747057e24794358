"""A real browser: Chromium of the system, driven by playwright."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from qiao.sample.cast import CAST

AXE = Path(__file__).resolve().parents[1] / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (390, 844), "desktop": (1440, 900)}
LANGUAGES = {"en": ("en", "en", "en-GB"), "zh": ("zh-hans", "zh-Hans", "zh-CN")}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def chromium() -> str | None:
    """Where the system keeps it."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, for as long as the block lasts."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@dataclass
class Visitor:
    """Somebody with a browser, and everything that the browser complained about."""

    browser: Browser
    url: str
    size: str = "desktop"
    language: str = "en"
    theme: str = "light"
    script: bool = True
    # Whether pages are kept on the device. Each visitor comes with a new one; installing it takes a second.
    keeps: bool = False
    complaints: list[str] = field(default_factory=list)
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        width, height = SIZES[self.size]
        self.context = self.browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=2 if self.size == "phone" else 1,
            has_touch=self.size == "phone",
            color_scheme="dark" if self.theme == "dark" else "light",
            locale=LANGUAGES[self.language][2],
            timezone_id="Asia/Shanghai",
            java_script_enabled=self.script,
            reduced_motion="reduce",
            service_workers="allow" if self.keeps else "block",
        )
        language = LANGUAGES[self.language][0]
        self.context.add_cookies([{"name": "django_language", "value": language, "url": self.url}])
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "favicon" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, path: str) -> Page:
        """Opens a page of ours, which must answer 200."""
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def enter_as(self, username: str) -> "Visitor":
        """Signs in as one of the sample's cast, by the one click on the sign-in page."""
        part = next(part for part in CAST if part.username == username)
        self.page.goto(self.url + "/")
        door = self.page.locator("form[action*='/sample/enter/'] button")
        door.filter(has_text=re.compile(f"{part.name}|{part.name_en}")).click()
        self.page.wait_for_load_state()
        self.speak()
        return self

    def speak(self) -> None:
        """Somebody's language is remembered with the person: change to the one of this visit."""
        wanted = LANGUAGES[self.language][1]
        if str(self.page.locator("html").get_attribute("lang")).lower() != wanted.lower():
            self.page.goto(self.url + "/me/")
            self.page.locator(f"main button[lang='{wanted}']").first.click()
            self.page.wait_for_load_state()
            self.page.goto(self.url + "/")

    def axe(self) -> list[str]:
        """What axe finds wrong with the page as it is, one line each."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
        )
        return [
            f"{each['id']}: {node['target']} {node['html'][:120]}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    def sticks_out(self) -> int:
        """How many pixels the page is wider than the screen."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    def leave(self) -> None:
        """Closes the browser's window."""
        self.context.close()
