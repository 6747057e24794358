"""Where a person stands: which units they belong to, lead, and for whom they act."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from qiao.org.models import Ancestry, Grant, Person, Substitution
from qiao.org.rules import Scope


def scope_of(person: Person, at: datetime | None = None) -> Scope:
    """The scope of ``person`` at a moment (now when not given): four queries, whatever the tree's depth."""
    at = at or timezone.now()
    absent = frozenset(
        Substitution.objects.filter(substitute=person, since__lte=at, until__gt=at).values_list(
            "person_id", flat=True
        )
    )
    homes = Q(unit_id=person.unit_id) | Q(unit__positions__holdings__person=person)
    led = Ancestry.objects.filter(ancestor__leader_id__in={person.pk, *absent}).values_list(
        "unit_id", "depth", "ancestor__leader_id"
    )
    return Scope(
        person_id=person.pk,
        member_ids=frozenset(Ancestry.objects.filter(homes).values_list("ancestor_id", flat=True)),
        led_ids=frozenset(unit for unit, _depth, _leader in led),
        head_ids=frozenset(unit for unit, depth, leader in led if depth == 0 and leader == person.pk),
        stands_in_for=absent,
        roles=frozenset(Grant.objects.filter(person=person).values_list("role", flat=True)),
    )
