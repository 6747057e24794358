"""Writes what the API promises: ``python -m tools.openapi`` makes ``docs/openapi.json``.

Says which of its texts are missing in Chinese (``src/qiao/web/api.zh-hans.json``); drops there what is gone.
"""

import json
import sys

from qiao.ops.packages import start
from tools.messages import ROOT

FILE = ROOT / "docs" / "openapi.json"


def text() -> str:
    """The description as it is committed: readable, and the same on every machine."""
    start()
    from qiao.web.api import api

    return json.dumps(api.described(), ensure_ascii=False, indent=1) + "\n"


def tidy(language: str) -> list[str]:
    """Drops the translations that nothing needs any more; returns the texts that have none."""
    from qiao.web import api_words

    gone = set(api_words.unused(language))
    kept = {text: said for text, said in sorted(api_words.words(language).items()) if text not in gone}
    written = json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
    api_words.file_of(language).write_text(written, encoding="utf-8")
    return api_words.missing(language)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    sys.stdout.write("".join(f"not translated: {each!r}\n" for each in tidy("zh-hans")))
