"""A machine, a service that asks where it is, and signing in; for packages above that begin at a place."""

import pytest

from qiao.accounts.models import Account
from qiao.catalogue.models import ServiceVersion
from qiao.places.models import Place

WHERE = {"key": "where", "kind": "place", "label_zh": "哪里", "label_en": "Where", "required": True}


@pytest.fixture
def machine(desk):
    """A machine of welding; the repair service asks for a place."""
    ServiceVersion.objects.filter(service=desk.service).update(form_data=[WHERE])
    return Place.objects.create(code="WR-B3", name_zh="3 号焊接机器人", unit=desk.units["welding2"])


@pytest.fixture
def enter(client):
    """Signs somebody in."""

    def sign_in(person):
        client.force_login(Account.objects.create(username=person.number, person=person))
        return client

    return sign_in
