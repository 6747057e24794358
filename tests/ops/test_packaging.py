"""The wheel holds everything that runs, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.checks.sources import PRODUCT, ROOT
from tests.serving import environment


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout and unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run([*build, "-w", str(folder), str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("qiao-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def _shipped(pattern: str) -> set[str]:
    files = PRODUCT.rglob(pattern)
    return {path.relative_to(PRODUCT).as_posix() for path in files if "tests" not in path.parts}


@pytest.mark.parametrize("pattern", ["*.py", "*.html", "*.css", "*.js", "*.svg"])
def test_everything_of_the_product_is_in_the_wheel(unpacked, pattern):
    inside = {path.relative_to(unpacked / "qiao").as_posix() for path in (unpacked / "qiao").rglob(pattern)}
    assert _shipped(pattern) <= inside


def test_the_translations_are_compiled_in_the_wheel(unpacked):
    sources = _shipped("*.po")
    assert sources
    assert [po for po in sources if not (unpacked / "qiao" / po).with_suffix(".mo").exists()] == []


def test_no_tests_are_in_the_wheel(unpacked):
    assert list(unpacked.rglob("tests")) == []


def test_the_wheel_runs_without_the_checkout(unpacked, tmp_path):
    (tmp_path / "data").mkdir()
    settings = environment(tmp_path / "data", PYTHONPATH=str(unpacked))
    where = [sys.executable, "-c", "import qiao; print(qiao.__file__)"]
    found = subprocess.run(where, env=settings, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(found.stdout.strip()).is_relative_to(unpacked)
    for command in ("prepare", "check"):
        run = [sys.executable, "-m", "qiao.cli", command]
        done = subprocess.run(run, env=settings, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
