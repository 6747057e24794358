"""What notices show on other packages' pages."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from qiao.desk.models import Request
from qiao.desk.rules import reads_internal
from qiao.notify import actions, reads
from qiao.org.models import Person


def waiting(http: HttpRequest) -> Mapping[int, int]:
    """The lines that wait for whoever asks, read once for the bell and the page together."""
    if not hasattr(http, "waiting_lines"):
        http.waiting_lines = reads.waiting(http.person)  # type: ignore[attr-defined]
    found: Mapping[int, int] = http.waiting_lines  # type: ignore[attr-defined]
    return found


def bell(http: HttpRequest) -> str:
    """In the shell: the way to the inbox with the number that waits there. One query."""
    person: Person = http.person  # type: ignore[attr-defined]
    return render_to_string("notify/_bell.html", {"unread": reads.unread(person, waiting(http))})


def since(http: HttpRequest, request: Request) -> str:
    """On a request: what happened since one last looked; and with that it is read. No query, mostly.

    A page that is opened writes here: reading is what it means. Nothing is written when nothing was unread.
    """
    person: Person = http.person  # type: ignore[attr-defined]
    known = waiting(http)
    if len(known) <= reads.MOST and request.pk not in known.values():
        return ""
    lines = reads.lines(reads.waiting_on(person, request))
    if not lines:
        return ""
    if http.method == "GET":
        actions.opened(person=person, request=request, at=timezone.now())
    return render_to_string("notify/_since.html", {"lines": lines}, http)


def here(http: HttpRequest, request: Request) -> str:
    """Beside a request: an empty place that fills itself with who else is there. No query."""
    person: Person = http.person  # type: ignore[attr-defined]
    inside = reads_internal(request, person.scope)
    return render_to_string("notify/_place.html", {"req": request, "inside": inside}, http)


def mine(http: HttpRequest, person: Person) -> str:
    """On Me: the way to the inbox and to its settings. No query."""
    return render_to_string("notify/_mine.html", {}, http)
