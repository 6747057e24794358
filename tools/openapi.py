"""Writes what the API promises: ``python -m tools.openapi`` makes ``docs/openapi.json``."""

import json

from qiao.ops.packages import start
from tools.messages import ROOT

FILE = ROOT / "docs" / "openapi.json"


def text() -> str:
    """The description as it is committed: readable, and the same on every machine."""
    start()
    from qiao.web.api import api

    return json.dumps(api.described(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
