"""Runs every benchmark and writes what they say into ``docs/benchmarks.md``: ``make bench``.

A benchmark is a module beside this one that prints Markdown or plain lines. It shows ratios to something
measured in the same run, because machines differ and are shared.
"""

import ast
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"


def said(path: Path) -> str:
    """What one benchmark printed; the whole run fails when it fails."""
    with tempfile.TemporaryDirectory(prefix="qiao-bench-") as folder:
        environment = {**os.environ, "QIAO_DATA": os.environ.get("QIAO_DATA", folder)}
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{path.stem}"],
            cwd=HERE.parent,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return done.stdout.strip()


def section(path: Path) -> str:
    """One benchmark as a section, titled by its docstring; plain lines go into a block."""
    title = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or path.stem).splitlines()[0]
    text = said(path)
    body = text if text.startswith(("|", "#")) else f"```text\n{text}\n```"
    return f"## {path.stem}\n\n{title}\n\n{body}\n"


def main(names: list[str]) -> None:
    """Runs the named benchmarks, or all; the page is only written after all."""
    paths = sorted(path for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    chosen = [path for path in paths if not names or path.stem in names]
    sections = []
    for path in chosen:
        print(f"{path.stem} ...", flush=True)
        sections.append(section(path))
        print(sections[-1])
    if not names:
        when = datetime.now(UTC).date().isoformat()
        machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
        made = f"Made by `make bench` on {when} ({machine}). Ratios within one run, not seconds."
        head = f"# Benchmarks\n\n{made}\n"
        PAGE.write_text("\n".join([head, *sections]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
