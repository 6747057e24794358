"""Where a person stands: which units they belong to, lead, and for whom they act."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from qiao.org.models import Ancestry, Grant, Person, Substitution
from qiao.org.rules import Scope
from qiao.statements import Question

AWAY = Question(
    lambda person, since, until: Substitution.objects.filter(
        substitute=person, since__lte=since, until__gt=until
    ).only("person_id")
)
HOMES = Question(
    lambda unit, person: Ancestry.objects.filter(
        Q(unit=unit) | Q(unit__positions__holdings__person=person)
    ).only("ancestor_id")
)
LED = Question(lambda leader: Ancestry.objects.filter(ancestor__leader=leader).only("unit_id", "depth"))
GRANTED = Question(lambda person: Grant.objects.filter(person=person).only("role"))


def scope_of(person: Person, at: datetime | None = None) -> Scope:
    """The scope of ``person`` at a moment (now when not given): four queries, whatever the tree's depth.

    And one more for each person for whom they stand in.
    """
    at = at or timezone.now()
    absent = frozenset(each.person_id for each in AWAY.all(person.pk, at, at))
    own = LED.all(person.pk)
    covered = [row for each in absent for row in LED.all(each)]
    return Scope(
        person_id=person.pk,
        member_ids=frozenset(row.ancestor_id for row in HOMES.all(person.unit_id, person.pk)),
        led_ids=frozenset(row.unit_id for row in (*own, *covered)),
        head_ids=frozenset(row.unit_id for row in own if row.depth == 0),
        stands_in_for=absent,
        roles=frozenset(row.role for row in GRANTED.all(person.pk)),
    )
