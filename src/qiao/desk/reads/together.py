"""Who watches a request, how somebody usually writes, and the answers at hand."""

from qiao.desk.models import AnswerTemplate, Habit, Request, Watch
from qiao.org.models import Person
from qiao.org.rules import Scope
from qiao.statements import Question


def watchers(request: Request) -> list[Watch]:
    """Everybody who watches it, in the order in which they began; one query."""
    return list(Watch.objects.filter(request=request).select_related("person__unit"))


def writes_internally(person: Person) -> bool:
    """Whether this provider's box stands on "internal": as they wrote the last time."""
    return bool(INTERNALLY.tuples(person.pk))


INTERNALLY = Question(lambda person: Habit.objects.filter(person=person, internal=True).values_list("pk")[:1])


def templates(scope: Scope) -> list[AnswerTemplate]:
    """The answers that somebody may use, those sent most first."""
    return list(AnswerTemplate.objects.offered_to(scope).select_related("unit").order_by("-used", "id"))
