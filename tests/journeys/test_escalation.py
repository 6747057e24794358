"""A promise runs out: the leader hears of it in their shift; an administrator says from when on."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SMALL
from tests.journeys.test_requests import fill, press, raised, send
from tests.serving import Server, environment, qiao

pytestmark = pytest.mark.journey

ANSWERS = {"answer-stopped": "yes", "answer-machine": "WR-B07"}
# What the server does every minute, at the first full hour after the promise at which somebody is at work.
LATER = """
import sys
from datetime import timedelta
from qiao.ops.packages import start
start()
from qiao.desk.models import Request
from qiao.escalation import jobs
from qiao.org.models import Person
from qiao.org.reads.shifts import is_on_shift
at = Request.objects.get(number=sys.argv[1]).promised_at
leader = Person.objects.get(name=sys.argv[2])
while not is_on_shift(leader, at):
    at += timedelta(hours=1)
jobs.escalations(at=at)
"""


@pytest.fixture(scope="module")
def sample(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """An organisation of its own, since its time goes ahead of that of the others."""
    folder = tmp_path_factory.mktemp("ahead")
    for command in (("prepare",), ("sample", *SMALL)):
        done = qiao(*command, folder=folder)
        assert done.returncode == 0, done.stderr
    server = Server(folder).start()
    yield server
    server.stop()


def goes_on(sample: Server, path: str, leader: str) -> None:
    """Nobody touches the request until its promise is over and the leader is at work."""
    assert qiao("tick", folder=sample.folder).returncode == 0
    number = re.search(r"R-\d{4}-\d{6}", path)[0]
    code = [sys.executable, "-c", LATER, number, leader]
    subprocess.run(code, env=environment(sample.folder), cwd=sample.folder, check=True, timeout=120)


def test_a_leader_hears_of_a_promise_that_runs_out(visit, sample):
    path = raised(visit("he.yu"), "EQ-REPAIR", "总装升降台卡住，等了一上午", **ANSWERS)
    press(visit("zhao.min").go(path), "accept")
    goes_on(sample, path, "郭鹏")

    guo = visit("guo.peng", size="phone", language="zh")
    page = guo.go("/")
    mine = page.locator("section", has=page.locator("#escalated"))
    expect(mine).to_contain_text("总装升降台卡住")
    assert guo.sticks_out() == 0
    assert guo.axe() == []
    mine.locator("a[href='/escalation/']").click()
    line = page.locator("main li", has_text="总装升降台卡住").first
    expect(line).to_contain_text(re.compile(r"75\s*%"))
    assert guo.sticks_out() == 0
    assert guo.axe() == []
    line.get_by_role("link").click()
    story = page.locator("#story")
    expect(story).to_contain_text("郭鹏")
    expect(story).to_contain_text(re.compile(r"75\s*%"))

    outside = visit("xu.an", language="zh").go("/escalation/")
    expect(outside.locator("main")).to_contain_text("没有升级")
    expect(outside.locator("main")).not_to_contain_text("总装升降台卡住")


def test_an_administrator_says_from_when_on_for_all_and_for_one_service(visit):
    sun = visit("sun.jie")
    page = sun.go("/organisation/manage/")
    page.get_by_role("link", name="Escalation").first.click()
    expect(page.locator("[name='marks']")).to_have_value("50, 75, 100")
    assert sun.axe() == []
    fill(page, marks="90, 60")
    send(page)
    expect(page.locator("main")).to_contain_text("one above the other")
    expect(page.locator("[name='marks']")).to_have_value("90, 60")
    sun.complaints.clear()  # of the 422, rightly
    fill(page, marks="60, 90", every="30")
    send(page)
    expect(page.locator("body")).to_contain_text("Saved. What is open is counted anew.")
    expect(page.locator("[name='marks']")).to_have_value("60, 90")

    page.locator("select[name='service']").select_option("EQ-REPAIR")
    page.get_by_role("button", name="Set for this service").click()
    expect(page.locator("[name='every']")).to_have_count(0)  # one digest, whatever the service
    fill(page, marks="25, 50")
    send(page)
    expect(page.locator("body")).to_contain_text("Saved. What is open is counted anew.")

    phone = visit("sun.jie", size="phone", language="zh")
    page = phone.go("/escalation/settings/")
    expect(page.locator("[name='marks']")).to_have_value("60, 90")
    expect(page.locator("main li", has_text="设备抢修")).to_contain_text("25 %")
    assert phone.sticks_out() == 0
    assert phone.axe() == []

    guo = visit("guo.peng")
    answer = guo.page.goto(guo.url + "/escalation/settings/")
    assert answer.status == 404
    guo.complaints.clear()
