"""Compiles the translations, for a wheel and for a checkout (``python hatch_build.py``)."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent


def compile_translations(root: Path = ROOT) -> list[Path]:
    """Writes a ``.mo`` beside every ``.po`` whose content changed; returns the ones written."""
    return [mo for po in sorted(root.glob("src/qiao/*/locale/*/LC_MESSAGES/*.po")) if (mo := _compile(po))]


def _compile(po: Path) -> Path | None:
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
        return None
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parts[-3])
    with mo.open("wb") as target:
        write_mo(target, catalogue)
    return mo


class Hook(BuildHookInterface[Any]):
    """What hatchling runs before it packs anything."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; ``artifacts`` in pyproject.toml takes the result along although git ignores it."""
        compile_translations(Path(self.root))


if __name__ == "__main__":
    compile_translations()
