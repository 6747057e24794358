"""The yardstick: fifty joined rows as Django reads them by itself, in a plain table. No session, no shell."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from qiao.desk.models import Request

TEMPLATE = engines["django"].from_string(
    "<!doctype html><title>{{ rows|length }}</title><table>{% for row in rows %}<tr><td>{{ row.number }}</td>"
    '<td><a href="/requests/{{ row.number }}/">{{ row.title }}</a></td><td>{{ row.service.name_zh }}</td>'
    "<td>{{ row.holder_unit.name_zh }}</td><td>{{ row.requester.name }}</td><td>{{ row.state }}</td>"
    "<td>{{ row.raised_at }}</td></tr>{% endfor %}</table>"
)
JOINED = ("service", "holder_unit", "requester")
NEWEST: list[int] = []


def choose() -> None:
    """Which fifty it reads: by their numbers, because of a million SQLite sorts all to find the newest."""
    NEWEST[:] = Request.objects.order_by("-id").values_list("id", flat=True)[:50]


def rows(request: HttpRequest) -> HttpResponse:
    """Those that were chosen."""
    found = Request.objects.filter(pk__in=NEWEST).select_related(*JOINED).order_by("-id")
    return HttpResponse(TEMPLATE.render({"rows": list(found)}))


urlpatterns = [path("", rows)]


def only_here(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The one middleware: it puts this module in the place of the product's addresses."""

    def here(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return here
