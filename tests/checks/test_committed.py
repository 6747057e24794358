"""Nothing that belongs to one machine is committed."""

import json
import re

import pytest

from tests.checks.sources import ROOT, committed

REGISTRIES = re.compile(
    r"(files\.pythonhosted|pypi\.(org|python)|registry\.(npmjs|yarnpkg|npmmirror)|crates\.io)"
)
PLACES = re.compile(r"(?<![\w.])/(work|home|Users|root)/\w")
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".json",
    ".html",
    ".css",
    ".js",
    ".sh",
    ".po",
    ".yml",
    ".yaml",
    ".cfg",
    "",
}
THIS = "tests/checks/test_committed.py"


def _lines(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in committed():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix not in TEXT or name == THIS:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{name}:{number}: {line.strip()[:80]}")
    return found


def test_no_host_of_a_package_registry_is_named():
    assert _lines(REGISTRIES) == []


def test_no_path_of_somebodys_machine_is_named():
    assert _lines(PLACES) == []


@pytest.mark.parametrize("name", ["run", "dev", "node"])
def test_every_requirement_is_pinned_with_hashes(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)==\S+(?: ; [^\\\n]+)? \\\n    --hash=sha256:", text, re.MULTILINE)
    assert pinned
    assert len(pinned) == len(re.findall(r"^[\w.-]+(?:==|>=| @)", text, re.MULTILINE))


def test_npm_packages_are_pinned_with_hashes():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all("integrity" in each for name, each in packages.items() if name)
    assert not any("resolved" in each for each in packages.values())


def test_the_tests_use_the_versions_that_people_run():
    run, dev = (_pins(name) for name in ("run", "dev"))
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def _pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def test_every_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(r'^  "[A-Za-z][\w.-]*(?:\[\w+\])?(?:~=|>=|==)[^"]*",(.*)$', text, re.MULTILINE)
    assert len(listed) > 20
    assert all(comment.strip().startswith("#") and len(comment.strip()) > 8 for comment in listed)
