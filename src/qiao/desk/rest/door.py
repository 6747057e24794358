"""What all endpoints of the desk share."""

from django.utils.translation import gettext_lazy as _

from qiao.catalogue.picking import PEOPLE, UNITS
from qiao.org.models import Person, Unit
from qiao.rest.invalid import not_there
from qiao.rest.routing import Router
from qiao.rest.scopes import register

READ = register("requests:read", _("Read requests that you may see"))
WRITE = register("requests:write", _("Raise requests and act on them in your name"))

router = Router("Requests")


def person_named(number: str, field: str) -> Person:
    """The active person with this number; 422 at the field when there is none."""
    found = PEOPLE.rows().filter(number=number).first()
    if found is None:
        raise not_there(field)
    return found


def unit_named(code: str, field: str) -> Unit:
    """The open unit with this code; 422 at the field when there is none."""
    found = UNITS.rows().filter(code=code).first()
    if found is None:
        raise not_there(field)
    return found
