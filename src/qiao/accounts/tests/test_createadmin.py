"""The operator's way in."""

from click.testing import CliRunner
from django.test import Client

from qiao.accounts.cli import createadmin
from qiao.accounts.models import Account
from qiao.accounts.tests.conftest import PASSWORD
from qiao.org.models import Person, Unit


def run(*arguments, typed=PASSWORD):
    return CliRunner().invoke(createadmin, arguments, input=f"{typed}\n{typed}\n")


def test_an_empty_installation_gets_a_unit_a_person_and_a_login(db):
    result = run("--number", "A1", "--name", "白洁")
    assert result.exit_code == 0, result.output
    person = Person.objects.select_related("account").get(number="A1")
    assert person.scope.is_administrator
    assert Unit.objects.count() == 1
    client = Client()
    client.post("/account/sign-in/", {"login": "A1", "password": PASSWORD})
    assert client.get("/account/logins/").status_code == 200


def test_somebody_who_is_there_is_used_and_a_second_run_makes_no_second_login(shi):
    assert run("--number", "HC-40004").exit_code == 0
    assert run("--number", "HC-40004").exit_code == 0
    assert Account.objects.filter(person=shi).count() == 1


def test_an_unknown_number_needs_a_name(db):
    result = run("--number", "A1")
    assert result.exit_code == 1
    assert "Nobody has the number A1" in result.output


def test_a_weak_password_is_refused_with_the_reason(shi):
    result = run("--number", "HC-40004", typed="12345")
    assert result.exit_code == 1
    assert not Account.objects.get(person=shi).has_usable_password()


def test_a_link_can_be_had_instead(shi):
    result = run("--number", "HC-40004", "--link")
    assert result.output.startswith("http://127.0.0.1:8000/account/password/reset/")
