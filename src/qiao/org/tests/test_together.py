"""Two people acting at once: the tree stays a tree, the last administrator stays, periods do not overlap."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from qiao.ledger.refusals import Conflict, Refused
from qiao.org import actions
from qiao.org.models import Ancestry, Grant, Person, Substitution, Unit
from qiao.org.rules import Role

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Runs all acts in threads that start together; how many were carried out."""
    start, done = threading.Barrier(len(acts)), []

    def run(act):
        try:
            start.wait(10)
            act()
            done.append(act)
        except (Refused, Conflict):
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done)


def in_memory():
    return connection.vendor == "sqlite" and connection.is_in_memory_db()


@pytest.fixture(autouse=True)
def _real_connections():
    if in_memory():
        pytest.skip("threads share one connection to a database in memory; shown on PostgreSQL")


def test_two_moves_close_no_circle(factory):
    one = factory.unit("ONE")
    two = factory.unit("TWO")

    def move(unit, parent):
        return lambda: actions.move_unit(unit=unit, parent=parent, by=None, at=factory.now)

    assert at_once(move(one, two), move(two, one)) == 1
    for unit in Unit.objects.filter(code__in=["ONE", "TWO"]):
        assert Ancestry.objects.filter(unit=unit, ancestor=factory.company).exists()


def test_two_administrators_cannot_both_go(factory):
    actions.grant_role(person=factory.mei, role=Role.ADMINISTRATOR, by=None, at=factory.now)

    def revoke(person):
        return lambda: actions.revoke_role(person=person, role=Role.ADMINISTRATOR, by=None, at=factory.now)

    assert at_once(revoke(factory.ada), revoke(factory.mei)) == 1
    assert Grant.objects.filter(role=Role.ADMINISTRATOR).count() == 1


def test_two_substitutes_for_one_person_at_once(factory):
    until = factory.now + timedelta(days=3)

    def cover(substitute):
        return lambda: actions.set_substitute(
            person=factory.tao, substitute=substitute, since=factory.now, until=until, by=None, at=factory.now
        )

    assert at_once(cover(factory.mei), cover(factory.lin)) == 1
    assert Substitution.objects.count() == 1


def test_two_stale_changes_of_one_person(factory):
    seen = factory.mei.revision

    def change(phone):
        return lambda: actions.change_person(
            person=factory.mei, phone=phone, by=None, at=factory.now, expected=seen
        )

    assert at_once(change("1"), change("2")) == 1
    assert Person.objects.get(pk=factory.mei.pk).revision == seen + 1
