"""Things to call about: rows of the plumbing's own table, numbered as the callers are not."""

from collections.abc import Iterator

import pytest
from django.test import Client

from qiao.rest import limits
from qiao.rest.models import Budget

ALL = "things:read things:write"


@pytest.fixture(autouse=True)
def _nothing_spent() -> Iterator[None]:
    limits.forget()
    yield
    limits.forget()


@pytest.fixture(autouse=True)
def _the_small_api(settings) -> None:
    settings.ROOT_URLCONF = "qiao.rest.tests.api"


class Program(Client):
    """Calls as number 7, who may do everything, unless told otherwise."""

    def call(self, method, path, body=None, *, who=f"7 {ALL}", **headers):
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        if who:
            more["Authorization"] = who
        if body is not None:
            return self.generic(
                method, f"/api/v1{path}", _json(body), content_type="application/json", headers=more
            )
        return self.generic(method, f"/api/v1{path}", headers=more)


def _json(body):
    import json

    return body if isinstance(body, str | bytes) else json.dumps(body)


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def thing(db) -> Budget:
    return Budget.objects.create(actor_id=500, minute=0, given=3)
