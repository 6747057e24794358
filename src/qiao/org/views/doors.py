"""Who may open a page, and what happens when an action says no while a form is open."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from qiao.ledger.refusals import Conflict, Refused
from qiao.org import calendar_errors
from qiao.org.forms.base import RevisedForm
from qiao.org.models import Person, Unit
from qiao.worktime import CalendarError

P = ParamSpec("P")
M = TypeVar("M", bound=Model)


class Request(HttpRequest):
    """A request with somebody behind it. (For types only: the middleware of `accounts` sets the person.)"""

    person: Person


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
PersonView = Callable[Concatenate[Request, P], HttpResponseBase]


def signed_in(view: PersonView[P]) -> View[P]:
    """Everybody who has signed in may look."""

    @wraps(view)
    def gate(http: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(http, "person", None) is None:
            raise Http404
        return view(http, *args, **kwargs)  # type: ignore[arg-type]

    return login_required(gate)


def administrators_only(view: PersonView[P]) -> View[P]:
    """To everybody else the page does not exist."""

    @wraps(view)
    def gate(http: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not http.person.scope.is_administrator:
            raise Http404
        return view(http, *args, **kwargs)

    return signed_in(gate)


def number(text: str) -> int:
    """A number out of the address; 0 for anything else, also for one that no database could hold."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def words(http: HttpRequest) -> str:
    """What was searched for, without what databases refuse."""
    return http.GET.get("q", "").replace("\0", "").strip()[:80]


def unit_chosen(http: HttpRequest) -> Unit | None:
    """The unit that a filter names, if there is one."""
    return Unit.objects.filter(pk=number(http.GET.get("unit", ""))).first()


def found(rows: QuerySet[M], **key: Any) -> M:
    """The row, or 404."""
    return get_object_or_404(rows, **key)


def done(form: Form, act: Callable[[], Any], now: Callable[[Any], dict[str, Any]] | None = None) -> bool:
    """Carries ``act`` out. What is refused becomes the form's error, with what was typed kept.

    ``now`` turns the row as it is now into the form's values, so that a stale form can show what changed.
    """
    try:
        act()
    except Refused as refused:
        form.add_error(None, refused.sentence)
    except CalendarError as error:
        form.add_error(None, calendar_errors.sentence(error))
    except Conflict as conflict:
        if isinstance(form, RevisedForm) and now is not None and conflict.current is not None:
            form.overtaken(conflict.current, now(conflict.current))
        form.add_error(None, str(conflict))
    else:
        return True
    return False
