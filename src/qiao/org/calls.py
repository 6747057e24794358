"""A call of the API with a person behind it. (For types only; ``accounts`` finds the person.)"""

from qiao.org.models import Person
from qiao.rest.calls import Call


class PersonCall(Call):
    """What every endpoint gets."""

    person: Person
