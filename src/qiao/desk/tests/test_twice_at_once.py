"""The same need sent twice in the same moment, by two connections: one number."""

import threading

import pytest
from django.db import connection, connections
from django.test import Client

from qiao.accounts.models import Account
from qiao.desk.models import Request

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _real_connections():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads share one connection to a database in memory; shown on PostgreSQL")


@pytest.mark.parametrize("round_", range(5))
def test_two_first_posts_at_once_have_one_number(desk, mei, round_):
    account = Account.objects.create_user("mei", mei)
    start, places = threading.Barrier(2), []

    def post():
        client = Client()
        client.force_login(account)
        try:
            start.wait(10)
            data = {"title": "漏水", "details": "", "priority": "normal", "whom": "me"}
            places.append(client.post(f"/requests/new/{desk.service.code}/", data)["Location"])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(places) == 2
    assert len(set(places)) == 1
    assert Request.objects.count() == 1
