"""Servers and browsers for what crosses packages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Server, prepared, qiao


@pytest.fixture(scope="session")
def migrated_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty database, ready to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    done = qiao("prepare", folder=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def folder(tmp_path: Path, migrated_folder: Path) -> Path:
    """A prepared data folder of the test's own."""
    return prepared(tmp_path / "data", migrated_folder)


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    """A server on an empty database."""
    started = Server(folder).start()
    yield started
    started.stop()
