"""Pages for what went wrong: what happened and what to do, without needing anything else to work.

Set as `handler400` … `handler500` in the project's urls; `refusal` is for the rest (409, 413 and the like).
"""

import logging

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from qiao.ui import theme

log = logging.getLogger(__name__)
_LAST_RESORT = "<!doctype html><meta charset=utf-8><title>500</title><p>Something broke on our side. 出错了。"


def refusal(
    request: HttpRequest, status: int, title: str, text: str, *, detail: str = "", back_url: str = ""
) -> HttpResponse:
    """A page of its own for an answer that is no page: title, one sentence, where to go."""
    return HttpResponse(
        render_to_string(
            "ui/error.html",
            {
                "status": status,
                "title": title,
                "text": text,
                "detail": detail,
                "back_url": back_url,
                "theme": request.COOKIES.get(theme.COOKIE, ""),
            },
        ),
        status=status,
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what came in could not be read; 413 when it was too much."""
    if type(exception).__name__ in ("RequestDataTooBig", "TooManyFilesSent", "TooManyFieldsSent"):
        return too_large(request)
    return refusal(
        request,
        400,
        _("This request could not be understood"),
        _("The address or the form was damaged on its way. Go back and try again."),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: known, but not for this person."""
    said = str(exception) if exception and exception.args else ""
    return refusal(
        request,
        403,
        _("This is not open to you"),
        _("If you need it for your work, ask the head of the unit that owns it."),
        detail=said,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or old; the reason goes into the log, not onto the page."""
    log.warning("csrf: %s (%s)", reason, request.path)
    return refusal(
        request,
        403,
        _("This form is too old"),
        _("You may have signed in or out in another window. Go back, reload the page and send it again."),
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for what a person may not see: the page does not tell which."""
    return refusal(
        request,
        404,
        _("There is nothing here for you"),
        _("The address is wrong, or this has been moved or is not yours to see."),
    )


def conflict(request: HttpRequest, text: str, *, back_url: str = "") -> HttpResponse:
    """409: it changed while somebody was reading."""
    return refusal(
        request,
        409,
        _("This changed while you were reading"),
        text,
        detail=_("Nothing was changed. Go back: what you typed is still in the form."),
        back_url=back_url,
    )


def too_large(request: HttpRequest, text: str = "") -> HttpResponse:
    """413: more than the server takes at once."""
    return refusal(
        request,
        413,
        _("This is too large"),
        text or _("Send fewer or smaller files. Nothing was saved; what you typed is still in the form."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: ours to repair. Falls back to one line of text when even templates do not work."""
    try:
        return refusal(
            request,
            500,
            _("Something broke on our side"),
            _("It has been written down. Nothing was half saved; please try again in a moment."),
        )
    except Exception:
        log.exception("the error page itself failed")
        return HttpResponse(_LAST_RESORT, status=500)
