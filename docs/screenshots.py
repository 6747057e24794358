"""Takes the pictures of the README and the guide from a running sample: ``make screenshots``.

    python docs/screenshots.py [--sample FOLDER] [--imported FOLDER] [--log FILE] [--port N] [NAME ...]

Without folders, a sample and an imported log are made for the pictures. NAME: only pictures whose names
begin so. Look at every picture before you commit it.
"""

import argparse
import io
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browsing import Visitor, browser  # noqa: E402
from tests.real.data import LOGS  # noqa: E402
from tests.serving import Server, free_port, qiao  # noqa: E402

FOLDER = ROOT / "docs" / "images"
SIZES = {"phone": (390, 844), "desktop": (1280, 860)}
ALL = ("light", "dark")
LARGEST = 150_000
ADMIN = ("createadmin", "--number", "A1", "--name", "Admin", "--username", "admin")
PASSWORD = "pictures-of-qiao-2026"
LEAK = "3 号焊接机器人焊枪冷却水漏水"


@dataclass(frozen=True)
class Shot:
    """One page in both languages. ``where`` is an address, or opens the page by itself."""

    name: str
    who: str
    where: str | Callable[[Page], None]
    sizes: tuple[str, ...]
    themes: tuple[str, ...] = ("light",)

    def file(self, size: str, language: str, theme: str) -> Path:
        parts = [self.name, size, language, theme] if self.themes == ALL else [self.name, language]
        return FOLDER / f"{'-'.join(parts)}.png"


def through(*clicks: str, start: str = "/") -> Callable[[Page], None]:
    """Opens ``start`` and follows links by their words or, with a dot or bracket in front, by selector."""

    def go(page: Page) -> None:
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + start)
        for click in clicks:
            found = page.locator(click) if click[0] in ".[#a" else page.get_by_text(click, exact=False)
            found.locator("visible=true").first.click()
            page.wait_for_load_state()

    return go


def leave_no_draft(page: Page) -> None:
    """What is typed for a picture does not come back in the next one."""
    page.route("**/drafts/*/", lambda route: route.fulfill(status=204))


def verb(title: str, name: str, **typed: str) -> Callable[[Page], None]:
    """The form of a verb on a request that Today shows, filled in but not sent."""

    def go(page: Page) -> None:
        leave_no_draft(page)
        through(title)(page)
        page.goto(f"{page.url.split('#')[0]}{name}/")
        for field, text in typed.items():
            at = page.locator(f"[name='{field}']")
            if at.evaluate("each => each.tagName") == "SELECT":
                at.select_option(at.locator("option", has_text=f"{text} ").get_attribute("value"))
            else:
                at.fill(text)

    return go


def raising(page: Page) -> None:
    """A breakdown reported from the floor: the questions that follow from the answers are shown."""
    leave_no_draft(page)
    through(start="/requests/new/EQ-REPAIR/")(page)
    page.locator("[name='title']").fill("3 号升降台异响")
    page.locator("[name='answer-stopped'][value='no']").check(force=True)
    page.locator("[name='answer-machine']").fill("WR-B03")
    page.locator("[name='answer-machine']").blur()
    page.evaluate("window.scrollTo(0, 0)")


def deciding(page: Page) -> None:
    """Something delivered, with the two answers to it in sight."""
    through("夹具 B-12 气缸更换")(page)
    page.locator(".btn-primary.btn-lg").evaluate("each => each.scrollIntoView({block: 'center'})")


def history(page: Page) -> None:
    """Every change of the request that came back, with before and after."""
    through(LEAK)(page)
    page.goto(f"{page.url.split('#')[0]}history/")


def told_outside(page: Page) -> None:
    """A webhook that has just been tried; nobody listens at this address."""
    through(".q-list a", start="/administration/webhooks/")(page)
    here = page.url
    for button in ("on", "ping"):
        form = page.locator(f"form[action$='/{button}/'] button")
        if form.count():
            form.click()
            page.wait_for_load_state()
    page.goto(here)


def noting(page: Page) -> None:
    """A note among providers, begun and not sent; the names that fit stand below it."""
    leave_no_draft(page)
    through(LEAK)(page)
    page.locator("[name='internal']").check()
    page.locator("#write").click()
    page.keyboard.type("漏点在本体密封，@吴")
    page.locator("#mentions [role='option']").first.wait_for()
    page.locator("#story").evaluate("each => each.scrollIntoView()")


def the_steps_of_a_service(page: Page) -> None:
    """Begins a draft of the service, if there is none, and opens its approvals."""
    home = "/".join(page.url.split("/", 3)[:3])
    page.goto(f"{home}/services/FIN-ADVANCE/")
    begin = page.locator("form[action$='/draft/'] button")
    if begin.count():
        begin.first.click()
        page.wait_for_load_state()
    page.goto(f"{home}/services/FIN-ADVANCE/draft/approvals/")


def trying_a_log(page: Page) -> None:
    """A log of a small workshop, uploaded and tried; nothing of it is imported."""
    steps = (("登记", 0), ("处理中", 2), ("等待备件", 5), ("处理中", 9), ("解决", 12), ("关闭", 20))
    rows = [
        f"W-{case:03},{step},2026-{1 + case % 9:02}-{1 + case % 28:02}T{hour:02}:00:00+08:00,"
        f"{'韦东陶远吴刚'[2 * (case % 3) :][:2]},{('焊装维修', '备件库', '自动化组')[(case + hour) % 3]}"
        for case in range(240)
        for step, hour in steps[: 3 + case % 4]
    ]
    through(start="/administration/imports/new/")(page)
    log = "\n".join(["case id,activity,timestamp,resource,team", *rows])
    page.locator("#files").set_input_files(
        {"name": "workshop.csv", "mimeType": "text/csv", "buffer": log.encode()}
    )
    page.locator("form .btn-primary").click()
    page.locator("button[value='rehearse']").click()
    page.locator(".imports-figures").first.wait_for(timeout=120_000)


def attached(page: Page) -> None:
    """A photo and a list that somebody attached, in the story."""
    through(LEAK)(page)
    page.locator("#story a[data-lightbox]").first.evaluate("each => each.scrollIntoView({block: 'center'})")


def looking(page: Page) -> None:
    """The box on top, with what it suggests."""
    through(start="/")(page)
    page.locator("#q-find").click()
    page.keyboard.type("机器人")
    page.locator("#q-found [role='option']").first.wait_for()


def asked(page: Page) -> None:
    """The three questions, one of them answered."""
    through(".q-item-a a[href^='/pulse/']")(page)
    page.locator("[name='solved'][value='yes']").check(force=True)


def published(page: Page) -> None:
    """The unit about which most people answered."""
    through(start="/pulse/")(page)
    page.locator(".q-item:has-text('%') a.q-item-t").first.click()
    page.wait_for_load_state()


def making_a_token(page: Page) -> None:
    """The form of a token, behind the password that is asked for once more."""
    through(start="/account/tokens/new/")(page)
    if page.locator("[name='password']").count():
        page.locator("[name='password']").fill("qiao-sample-2026")
        page.locator("[name='password']").press("Enter")
        page.wait_for_load_state()
    through(start="/account/tokens/new/")(page)
    page.locator("[name='name']").fill("产线看板")
    for scope in ("catalogue:read", "requests:read"):
        page.locator(f"[name='scopes'][value='{scope}']").check(force=True)
    page.evaluate("window.scrollTo(0, 0)")


def describing_the_api(page: Page) -> None:
    """The documentation, with raising opened."""
    through(start="/api/v1/docs")(page)
    page.locator("#desk_raise_request summary").click()
    page.evaluate("document.querySelector('#desk_raise_request').scrollIntoView()")


def attained(page: Page) -> None:
    """How the oldest agreement of one's department is kept in this quarter."""
    through(".q-line:last-child .q-item-t", start="/agreements/?as=provider")(page)
    page.goto(f"{page.url}attainment/")


def found(title: str, part: str) -> Callable[[Page], None]:
    """A request by its title, with a part of its page in sight."""

    def go(page: Page) -> None:
        through(start=f"/search/?q={title}")(page)
        page.locator("main a[href*='/requests/R-']", has_text=title).first.click()
        page.wait_for_load_state()
        page.locator(part).evaluate("each => each.scrollIntoView({block: 'center'})")

    return go


def drafting(page: Page) -> None:
    """The draft of a service; the first visit begins one."""
    through(start="/services/EQ-REPAIR/")(page)
    page.locator("form[action$='/draft/'] button, a[href$='/draft/']").first.click()
    page.wait_for_load_state()


def choosing(page: Page) -> None:
    """A work list with three of its rows chosen."""
    through(start="/worklist/EQ-2/?state=offered&state=working&sort=due")(page)
    for box in page.locator("[name='pick']").all()[:3]:
        box.check()


def assigned(page: Page) -> None:
    """What came of assigning some that were accepted already and some that were not."""
    through(start="/worklist/EQ-2/?state=offered&state=working&sort=due")(page)
    states = page.locator("[data-row] .q-w-s").all_inner_texts()
    free = [number for number, text in enumerate(states) if text.startswith(("To accept", "待接受"))]
    taken = [number for number in range(len(states)) if number not in free]
    for number in [*free[:2], *taken[:2]]:
        page.locator("[name='pick']").nth(number).check()
    page.locator("[data-verb='assign']").click()
    page.locator("[name='to']").select_option(index=1)
    page.locator("main .btn-primary").click()


def lifted(page: Page) -> None:
    """A card that nobody has accepted, held over the column where it may not go."""
    through(start="/board/EQ/")(page)
    card = page.locator(".q-col[data-place='offered'] [data-card]").first.bounding_box()
    shut = page.locator(".q-col[data-place='delivered']").bounding_box()
    assert card
    assert shut
    page.mouse.move(card["x"] + 60, card["y"] + 20)
    page.mouse.down()
    page.mouse.move(shut["x"] + 40, shut["y"] + 90, steps=6)


def at_the_kiosk(page: Page) -> None:
    """This browser becomes the kiosk at the line: nobody has said yet who they are."""
    page.set_viewport_size({"width": 1024, "height": 900})
    through(start="/kiosks/")(page)
    page.locator("form[action$='/renew/'] button").first.click()
    page.locator("a[href*='/set-up/']").click()
    page.locator("main button").click()
    page.locator("[data-keypad]").wait_for()


def waiting_for_a_signal(page: Page) -> None:
    """A request that was written without a connection."""
    leave_no_draft(page)
    through(start="/requests/new/EQ-REPAIR/")(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    leave_no_draft(page)
    through(start="/requests/new/EQ-REPAIR/")(page)
    page.wait_for_timeout(1500)
    page.context.set_offline(True)
    page.locator("[name='title']").fill("3 号升降台异响")
    page.locator("[name='answer-stopped'][value='no']").check(force=True)
    page.locator("[name='answer-machine']").fill("WR-B03")
    page.locator(".q-sendbar .btn-primary").click()
    page.wait_for_url("**/offline/queue/")
    page.locator("[data-queue-list]").wait_for()


PHONE, DESKTOP, BOTH = ("phone",), ("desktop",), ("phone", "desktop")
SHOTS = (
    # His team always has a shift on, whenever the pictures are taken.
    Shot("today", "tao.zhiyuan", "/", BOTH, ALL),
    Shot("request", "lin.mei", through(LEAK), BOTH, ALL),
    Shot("board", "tao.zhiyuan", "/board/EQ-AUTO/", BOTH, ALL),
    Shot("guide-raise", "he.yu", raising, PHONE),
    Shot("guide-mine", "he.yu", "/requests/", PHONE),
    Shot("guide-many", "guo.peng", choosing, DESKTOP),
    Shot("guide-run", "guo.peng", assigned, DESKTOP),
    Shot("guide-move", "guo.peng", lifted, DESKTOP),
    Shot("guide-next", "tao.zhiyuan", through(LEAK), DESKTOP),
    Shot(
        "guide-offer",
        "tao.zhiyuan",
        verb(LEAK, "offer", unit="EQ-1", note="电气部分办完了，水管请一组固定。"),
        DESKTOP,
    ),
    Shot("guide-answer", "tao.zhiyuan", through("二线视觉相机误判"), DESKTOP),
    Shot("guide-rule", "guo.peng", "/board/EQ/rule/", DESKTOP),
    Shot("guide-confirm", "lin.mei", deciding, PHONE),
    Shot(
        "guide-reopen", "lin.mei", verb("夹具 B-12 气缸更换", "reopen", note="夹紧还是慢，差 2 秒。"), PHONE
    ),
    Shot("guide-inbox", "lin.mei", "/inbox/", DESKTOP),
    Shot("guide-internal", "tao.zhiyuan", noting, DESKTOP),
    Shot("guide-files", "tao.zhiyuan", attached, DESKTOP),
    Shot("guide-pulse", "he.yu", asked, PHONE),
    Shot("guide-results", "guo.peng", published, DESKTOP),
    Shot("guide-history", "lin.mei", history, DESKTOP),
    Shot("guide-events", "sun.jie", "/administration/events/?kind=request", DESKTOP),
    Shot("guide-webhook", "sun.jie", told_outside, DESKTOP),
    Shot("guide-parts", "wu.gang", found("12 号工位换装新夹具", "#parts"), DESKTOP),
    Shot("guide-merge", "tao.zhiyuan", found("涂胶机器人减速机异响", "#together"), DESKTOP),
    Shot("guide-schedule", "guo.peng", through("空压站周检", start="/schedules/"), DESKTOP),
    Shot("guide-agreement", "tao.zhiyuan", through(".q-item-t", start="/agreements/?as=drafts"), DESKTOP),
    Shot("guide-attainment", "guo.peng", attained, DESKTOP),
    Shot("guide-organisation", "sun.jie", "/organisation/manage/", DESKTOP),
    Shot("guide-exchange", "sun.jie", "/organisation/manage/exchange/", DESKTOP),
    Shot(
        "guide-calendar",
        "sun.jie",
        through("a[href*='/calendars/3/']", start="/organisation/manage/calendars/"),
        DESKTOP,
    ),
    Shot("guide-holidays", "sun.jie", "/organisation/manage/holidays/", DESKTOP),
    Shot("guide-catalogue", "guo.peng", "/services/manage/", DESKTOP),
    Shot("guide-draft", "guo.peng", drafting, DESKTOP),
    Shot("guide-search", "tao.zhiyuan", looking, DESKTOP),
    Shot(
        "guide-role-card", "guo.peng", through(".q-list a.q-item-t", start="/role-cards/?which=mine"), DESKTOP
    ),
    Shot(
        "guide-role-card-changes",
        "lin.mei",
        through(
            ".q-list a.q-item-t",
            "a[href='?edition=2']",
            "a[href*='/difference/']",
            start="/role-cards/?which=mine",
        ),
        DESKTOP,
    ),
    Shot("guide-code", "lin.mei", "/q/p/WR-B07", PHONE),
    Shot("guide-kiosk", "lin.mei", at_the_kiosk, DESKTOP),
    Shot("guide-queue", "he.yu", waiting_for_a_signal, PHONE),
    Shot("guide-security", "lin.mei", "/account/security/", PHONE),
    Shot("guide-approval-raise", "he.yu", "/requests/new/PUR-INVEST/", PHONE),
    Shot("guide-approval-inbox", "lin.mei", "/approvals/", PHONE),
    Shot("guide-approval-steps", "sun.jie", the_steps_of_a_service, DESKTOP),
    Shot("guide-escalation", "sun.jie", "/escalation/settings/", DESKTOP),
    Shot("guide-logins", "sun.jie", "/account/logins/", DESKTOP),
    Shot("guide-import", "sun.jie", trying_a_log, DESKTOP),
    Shot("guide-tokens", "lin.mei", making_a_token, PHONE),
    Shot("guide-api", "lin.mei", describing_the_api, DESKTOP),
)


def prepared(folder: Path, *preparing: tuple[str, ...]) -> Path:
    """A data folder that was filled by ``preparing``."""
    folder.mkdir(parents=True, exist_ok=True)
    for command in (("prepare",), *preparing):
        done = qiao(*command, folder=folder, timeout=1200)
        if done.returncode:
            sys.exit(f"qiao {' '.join(command)}: {done.stderr}")
    return folder


@contextmanager
def served(folder: Path, port: int) -> Iterator[str]:
    """The address of a server on ``folder``."""
    server = Server(folder, port=port).start()
    try:
        yield server.url
    finally:
        server.stop()


def take(window: Browser, url: str, shots: list[Shot], enter: Callable[[Visitor, str], object]) -> None:
    """Every shot in every language, theme and size."""
    for shot in shots:
        for size in shot.sizes:
            for language in ("en", "zh"):
                for theme in shot.themes:
                    visitor = Visitor(window, url, size=size, language=language, theme=theme)
                    width, height = SIZES[size]
                    visitor.page.set_viewport_size({"width": width, "height": height})
                    enter(visitor, shot.who)
                    _picture(visitor, shot, shot.file(size, language, theme))
                    visitor.leave()


def _picture(visitor: Visitor, shot: Shot, file: Path) -> None:
    if isinstance(shot.where, str):
        visitor.go(shot.where)
    else:
        shot.where(visitor.page)
    visitor.page.wait_for_load_state("networkidle")
    raw = visitor.page.screenshot(scale="css")
    picture = Image.open(io.BytesIO(raw)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    picture.save(file, optimize=True)
    size = file.stat().st_size
    print(f"{file.name} {size // 1000} kB{' TOO LARGE' if size > LARGEST else ''}", flush=True)


def imported(folder: Path, log: Path) -> Path:
    """A data folder with a real log; its administrator, who leads the log's unit, knows the password."""
    return prepared(folder, (*ADMIN, "--link"), ("import-log", str(log)))


def set_password(window: Browser, url: str, folder: Path) -> None:
    """Through a one-time link, as an administrator would."""
    link = qiao(*ADMIN, "--link", folder=folder).stdout.split()[-1]
    visitor = Visitor(window, url)
    visitor.page.goto(f"{url}/{link.split('/', 3)[3]}")
    for number in ("1", "2"):
        visitor.page.locator(f"[name='password{number}']").fill(PASSWORD)
    visitor.page.locator("[name='password2']").press("Enter")
    visitor.page.wait_for_load_state()
    visitor.leave()


def sign_in(visitor: Visitor, username: str) -> None:
    """By name and password."""
    visitor.page.goto(f"{visitor.url}/account/sign-in/")
    visitor.page.locator("[name='login']").fill(username)
    visitor.page.locator("[name='password']").fill(PASSWORD)
    visitor.page.locator("[name='password']").press("Enter")
    visitor.page.wait_for_url(f"{visitor.url}/")
    visitor.speak()


def travelled(folder: Path) -> str:
    """The number of a request of the log that went through five hands and came back."""
    with sqlite3.connect(folder / "qiao.sqlite3") as database:
        query = "SELECT number FROM desk_request ORDER BY abs(hop_count - 5), -bounces, id LIMIT 1"
        return str(database.execute(query).fetchone()[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--sample", type=Path, help="a data folder with the sample organisation")
    parser.add_argument("--imported", type=Path, help="a data folder for the imported log")
    parser.add_argument("--log", type=Path, default=LOGS[0].path, help="a real log to import")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    port = options.port or free_port()
    shots = [shot for shot in SHOTS if shot.name.startswith(tuple(options.names) or "")]
    with tempfile.TemporaryDirectory() as made, browser() as window:
        if shots:
            folder = options.sample or prepared(Path(made) / "sample", ("sample",))
            with served(folder, port) as url:
                take(window, url, shots, Visitor.enter_as)
        if "imported".startswith(tuple(options.names) or ""):
            _imported(window, options.imported or Path(made) / "imported", options.log, port)
        if "guide-imported".startswith(tuple(options.names) or ""):
            _tickets(window, Path(made) / "tickets", port)


def _tickets(window: Browser, folder: Path, port: int) -> None:
    """A request that came from another service desk."""
    exports = ROOT / "src" / "qiao" / "ticketimport" / "tests" / "exports"
    files = (str(exports / "jira.csv"), str(exports / "jira.json"))
    take_along = ("import-tickets", *files, "--from", "jira", "--attachments", str(exports / "jira-files"))
    prepared(folder, (*ADMIN, "--link"), take_along)
    with served(folder, port) as url:
        set_password(window, url, folder)
        take(window, url, [Shot("guide-imported", "admin", "/imported/HELP-11/", ("desktop",))], sign_in)


def _imported(window: Browser, folder: Path, log: Path, port: int) -> None:
    if not (folder / "qiao.sqlite3").exists():
        if not log.exists():
            print(f"No log at {log}: the pictures of an imported log stay as they are.")
            return
        imported(folder, log)
    shot = Shot("imported", "admin", f"/requests/{travelled(folder)}/", BOTH, ALL)
    with served(folder, port) as url:
        set_password(window, url, folder)
        take(window, url, [shot], sign_in)


if __name__ == "__main__":
    main()
