"""Reading one's own drafts; nobody reads another's."""

from qiao.drafts.models import Draft
from qiao.org.models import Person

SHOWN = 10


def kept(person: Person, key: str) -> Draft | None:
    """What ``person`` has typed into the form ``key`` and not sent."""
    return Draft.objects.filter(person=person, key=key).first()


def unsent(person: Person) -> list[Draft]:
    """The newest drafts of ``person`` that have a page to go back to."""
    return list(Draft.objects.filter(person=person).exclude(page="")[:SHOWN])
