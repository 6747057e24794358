"""What an action refuses becomes a page with its sentence; nobody ever sees a traceback."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from qiao.ledger.refusals import Conflict, Refused
from qiao.ui import errors


class RefusalMiddleware:
    """The last resort: pages with a form show the reason at the field and keep what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answers Refused and Conflict; everything else goes on to the error pages."""
        if isinstance(error, Refused):
            status = int(getattr(error.reason, "status", 409))
            return _answer(request, status, _("This cannot be done"), error.sentence)
        if isinstance(error, Conflict):
            return _answer(request, 409, "", str(error) or _("Somebody else was quicker."))
        return None


def _answer(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        note = render_to_string("web/_refused.html", {"title": title, "sentence": sentence})
        headers = {"HX-Retarget": "#content", "HX-Reswap": "afterbegin show:window:top"}
        return HttpResponse(note, status=status, headers=headers)
    back = _own_page(request)
    if not title:
        return errors.conflict(request, sentence, back_url=back)
    detail = _("Nothing was changed. Go back: what you typed is still in the form.")
    return errors.refusal(request, status, title, sentence, detail=detail, back_url=back)


def _own_page(request: HttpRequest) -> str:
    """The page that the form was on, if it is one of ours."""
    own = f"{request.scheme}://{request.get_host()}/"
    referer = request.headers.get("Referer", "")
    return "/" + referer.removeprefix(own) if referer.startswith(own) else ""
