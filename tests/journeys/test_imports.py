"""An administrator brings a log along; the server is killed in the middle: nothing is lost or doubled."""

import csv
import os
import re
import signal
import sqlite3
import subprocess
import time

import pytest
from playwright.sync_api import expect

from tests.browsing import Visitor
from tests.serving import Server, prepared

pytestmark = pytest.mark.journey

CASES = 12_000
WAIT = 240  # seconds, on a machine that does much else


def write_log(path):
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("case id", "activity", "timestamp", "resource", "team"))
        for case in range(CASES):
            day = f"2026-03-{1 + case % 28:02}"
            for hour, activity in enumerate(("Queued", "In progress", "Wait", "In progress", "Closed")):
                at = f"{day}T0{hour}:00:00Z"
                rows.writerow((f"c{case:05}", activity, at, f"P{case % 9}", "AB"[(case + hour) % 2]))
    return path


def count(folder, query):
    with sqlite3.connect(folder / "qiao.sqlite3", timeout=30) as database:
        return database.execute(query).fetchone()[0]


def until(true):
    limit = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.02)


def below(pid):
    """Every process that a server started, however deep."""
    said = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = [tuple(map(int, line.split())) for line in said.splitlines()]
    found, waiting = [], [pid]
    while waiting:
        parent = waiting.pop()
        children = [child for child, above in parents if above == parent]
        found += children
        waiting += children
    return found


@pytest.fixture
def own(sample, tmp_path):
    """A server of the test's own, since it is killed."""
    sample_copy = prepared(tmp_path / "data", sample.folder)
    server = Server(sample_copy).start()
    yield server
    server.stop()


def test_a_log_is_uploaded_tried_and_imported_though_the_server_is_killed(own, window, tmp_path):
    sun = Visitor(window, own.url).enter_as("sun.jie")
    page = sun.go("/administration/imports/new/")
    assert sun.axe() == []
    page.get_by_label("Files to import").set_input_files(write_log(tmp_path / "shop floor.csv"))
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="What is what")).to_be_visible()
    here = page.url.removeprefix(own.url)
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("heading", name="What would come")).to_be_visible(timeout=WAIT * 1000)
    expect(page.get_by_text(f"{CASES:,}", exact=True).first).to_be_visible()
    assert sun.axe() == []
    before = count(own.folder, "SELECT count(*) FROM desk_request")
    page.get_by_role("button", name="Import", exact=True).first.click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()

    came = "SELECT count(*) FROM logimport_importedcase"
    until(lambda: count(own.folder, came))
    for pid in [own.process.pid, *below(own.process.pid)]:
        os.kill(pid, signal.SIGKILL)
    own.process.wait(60)
    there = count(own.folder, came)
    assert 0 < there < CASES, "it was too quick to be killed: make the log longer"
    whole = (
        "SELECT count(*) FROM desk_request r"
        " WHERE hop_count = (SELECT count(*) FROM desk_hop h WHERE h.request_id = r.id)"
    )
    assert (
        count(own.folder, whole) == count(own.folder, "SELECT count(*) FROM desk_request") == before + there
    )

    own.start()
    until(lambda: count(own.folder, "SELECT count(*) FROM imports_import WHERE state = 'done'"))
    assert count(own.folder, came) == CASES
    assert count(own.folder, whole) == before + CASES
    until(lambda: not list((own.folder / "imports").iterdir()))  # the uploaded file goes right after

    page = sun.go(here)
    expect(page.get_by_text(re.compile("were there already"))).to_be_visible()
    page.get_by_role("link", name="Its board").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("shop floor")
    sun.complaints.clear()  # the browser asked while nobody answered
    sun.leave()


def test_on_a_phone_in_chinese_the_pages_fit(visit, tmp_path):
    sun = visit("sun.jie", size="phone", language="zh", theme="dark")
    page = sun.go("/administration/imports/new/")
    assert (sun.axe(), sun.sticks_out()) == ([], 0)
    path = tmp_path / "press.csv"
    path.write_text(
        "case,activity,time,team\n1,登记,2026-03-02T08:00:00Z,焊装\n1,关闭,2026-03-02T09:00:00Z,设备\n"
    )
    page.locator("#files").set_input_files(path)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("heading", name="对应关系")).to_be_visible()
    assert (sun.axe(), sun.sticks_out()) == ([], 0)
    sun.go("/administration/imports/")
    assert (sun.axe(), sun.sticks_out()) == ([], 0)
