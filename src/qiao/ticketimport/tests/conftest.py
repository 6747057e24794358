from pathlib import Path

import pytest
from click.testing import CliRunner

from qiao.accounts.models import Account
from qiao.desk.importing.organisation import round_the_clock
from qiao.org.models import Ancestry, Grant, Person, Unit
from qiao.org.rules import Role
from qiao.ticketimport.cli import import_tickets
from qiao.ticketimport.models import ImportedTicket

EXPORTS = Path(__file__).parent / "exports"


@pytest.fixture(autouse=True)
def contents(settings, tmp_path):
    """Files of these tests lie in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "contents"


@pytest.fixture
def run():
    def go(system, *arguments, ok=True):
        given = [
            str(EXPORTS / each) if isinstance(each, str) and "." in each else str(each) for each in arguments
        ]
        done = CliRunner().invoke(import_tickets, [*given, "--from", system])
        assert (done.exit_code == 0) is ok, done.output + repr(done.exception)
        return done

    return go


@pytest.fixture
def of():
    return lambda key: ImportedTicket.objects.get(key=key).request


def unit(code, name, name_en):
    made = Unit.objects.create(
        code=code, name_zh=name, name_en=name_en, calendar=round_the_clock("Asia/Shanghai")
    )
    Ancestry.objects.create(ancestor=made, unit=made, depth=0)
    return made


@pytest.fixture
def office(db):
    return unit("it", "信息部", "IT office")


@pytest.fixture
def zhao(office):
    """The administrator, who sees what is imported when nobody else is named."""
    person = Person.objects.create(
        number="1001",
        name="赵敏",
        name_en="Zhao Min",
        email="zhao.min@plant.example",
        unit=office,
        language="en",
    )
    Grant.objects.create(person=person, role=Role.ADMINISTRATOR)
    return person


@pytest.fixture
def outsider(office):
    other = unit("hr", "人力资源部", "HR")
    return Person.objects.create(
        number="1002", name="孙洁", name_en="Sun Jie-other", unit=other, language="en"
    )


@pytest.fixture
def account():
    return lambda person: Account.objects.create(username=person.number, person=person)
