"""What the shell asks of the sample."""

from qiao.org.models import Person
from qiao.sample.cast import CAST


def cast() -> list[tuple[int, str, str, str]]:
    """The cast in order: person id, name, role, what one can try as them. One query."""
    people = {
        person.account.username: person
        for person in Person.objects.filter(
            account__username__in=[part.username for part in CAST]
        ).select_related("account", "unit")
    }
    return [
        (person.pk, str(person), f"{part.role} · {person.unit}", str(part.does))
        for part in CAST
        if (person := people.get(part.username))
    ]
