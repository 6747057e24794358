"""Programs get no pages: what goes wrong around the API is said as a problem document too."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from qiao.rest.problems import MEDIA_TYPE, in_place_of

PREFIX = "/api/"


class ProblemMiddleware:
    """Wrong addresses, methods, bodies that are too large, a database that is away: below ``/api/`` only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, http: HttpRequest) -> HttpResponseBase:
        response = self.get_response(http)
        if not http.path.startswith(PREFIX) or response.status_code < 400:
            return response
        if not isinstance(response, HttpResponse) or response["Content-Type"].startswith(MEDIA_TYPE):
            return response
        return in_place_of(http, response)
