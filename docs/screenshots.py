"""Takes the pictures of the README from a sample made for it: ``make screenshots``."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.serving import Server, qiao  # noqa: E402

FOLDER = ROOT / "docs" / "images"
LANGUAGES, THEMES, SIZES = ("zh", "en"), ("light", "dark"), ("phone", "desktop")


def served(folder: Path, *preparing: tuple[str, ...]) -> Server:
    """A server whose data folder was filled by ``preparing``."""
    folder.mkdir()
    for command in (("prepare",), *preparing):
        done = qiao(*command, folder=folder)
        if done.returncode:
            sys.exit(f"qiao {' '.join(command)}: {done.stderr}")
    return Server(folder).start()
