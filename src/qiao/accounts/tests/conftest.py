"""The cast of these tests: Mei leads a team, Tao repairs, Bai administers, Shi has no login."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from qiao.accounts import actions, post
from qiao.accounts.models import Account
from qiao.org import actions as org
from qiao.org.models import Person, Unit
from qiao.org.rules import Role

PASSWORD = "a bridge of nine arches"
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_tries_yet(db: None) -> Iterator[None]:
    """Throttling counts in the cache, which outlives a test."""
    cache.clear()
    yield
    post.flush()


@pytest.fixture
def unit(db: None) -> Unit:
    calendar = org.standard_calendar(at=NOW, zone="Asia/Shanghai")
    return org.create_unit(
        code="HC",
        name_zh="焊装二班",
        name_en="Welding team 2",
        kind="company",
        calendar=calendar,
        by=None,
        at=NOW,
    )


@pytest.fixture
def hire(unit: Unit) -> Callable[..., Person]:
    def hire(number: str, name: str, **more: Any) -> Person:
        return org.create_person(number=number, name=name, unit=unit, by=None, at=NOW, **more)

    return hire


@pytest.fixture
def mei(hire: Callable[..., Person]) -> Person:
    return with_login(hire("HC-20317", "林梅", name_en="Lin Mei", email="Mei@example.org"))


@pytest.fixture
def tao(hire: Callable[..., Person]) -> Person:
    return with_login(hire("HC-30021", "陶志远", email="tao@example.org", language="en"))


@pytest.fixture
def bai(hire: Callable[..., Person]) -> Person:
    person = hire("HC-90001", "白洁", email="bai@example.org")
    org.grant_role(person=person, role=Role.ADMINISTRATOR, by=None, at=NOW)
    return with_login(person)


@pytest.fixture
def shi(hire: Callable[..., Person]) -> Person:
    return hire("HC-40004", "石磊")


def with_login(person: Person) -> Person:
    account = actions.create_login(person=person, username=person.number, by=None, at=NOW)
    actions.set_first_password(account=account, password=PASSWORD, at=NOW)
    return Person.objects.select_related("account", "unit").get(pk=person.pk)


def sign_in(person: Person, password: str = PASSWORD, **more: str) -> Client:
    """A browser in which ``person`` has typed user name and password."""
    client = Client()
    client.post("/account/sign-in/", {"login": person.account.username, "password": password, **more})
    return client


@pytest.fixture
def browse() -> Callable[[Person], Client]:
    """A browser in which somebody is signed in already."""

    def browse(person: Person) -> Client:
        client = Client()
        client.force_login(Account.objects.get(person=person))
        return client

    return browse
