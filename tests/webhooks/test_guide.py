"""The example of the guide is true: it accepts what Qiao signs, and nothing else."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from qiao.webhooks import signing

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"
BODY = '{"type": "request.accepted", "data": {"name": "焊装"}}'.encode()


def verified(language: str) -> Any:
    """The function as it stands in the guide, run."""
    text = (GUIDE / language / "webhooks.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    known: dict[str, Any] = {}
    exec(code, known)
    return known["verified"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_example_accepts_what_we_sign_and_nothing_else(language: str) -> None:
    check, secret, other = verified(language), signing.new_secret(), signing.new_secret()
    now = datetime.now(UTC)
    headers = signing.headers([secret], "msg_1", now, BODY)
    assert check(headers, BODY, secret)
    assert not check(headers, BODY + b" ", secret)
    assert not check(headers, BODY, other)
    assert not check({**headers, "webhook-id": "msg_2"}, BODY, secret)
    late = signing.headers([secret], "msg_1", now - timedelta(minutes=10), BODY)
    assert not check(late, BODY, secret)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_while_two_secrets_sign_either_is_accepted(language: str) -> None:
    check, new, old = verified(language), signing.new_secret(), signing.new_secret()
    headers = signing.headers([new, old], "msg_1", datetime.now(UTC), BODY)
    assert check(headers, BODY, new)
    assert check(headers, BODY, old)
