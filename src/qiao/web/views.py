"""The pages that belong to nobody else: Today, Me, and what browsers and proxies ask for."""

from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_POST

from qiao.accounts import reads as accounts
from qiao.accounts.gates import PersonRequest, signed_in
from qiao.accounts.models import Account
from qiao.rest import scopes
from qiao.rest.problems import Code
from qiao.ui.words import date_text
from qiao.web import sample
from qiao.web.api_docs import sections
from qiao.web.api_words import description
from qiao.web.today import today as read_today


@signed_in
def today(request: PersonRequest) -> HttpResponse:
    """What needs an answer now."""
    at = timezone.now()
    context = {
        "today": read_today(request.person, at),
        "day": date_text(timezone.localdate(at), weekday=True, with_year=False),
        "now": at,
    }
    return render(request, "web/today.html", context)


@signed_in
def me(request: PersonRequest) -> HttpResponse:
    """One's own page: profile, language, colours, security, sign-out."""
    context = {
        "person": request.person,
        "profile_url": reverse("org:person", args=[request.person.pk]),
        "factors": accounts.factors(request.user),
    }
    return render(request, "web/me.html", context)


@require_POST
def cast_sign_in(request: HttpRequest, person_id: int) -> HttpResponse:
    """Enters the sample organisation as one of its cast; does not exist anywhere else."""
    if not sample.sign_in(request, person_id):
        raise Http404
    return redirect(_safe(request, request.POST.get("next", "")))


@require_GET
@cache_control(max_age=3600, public=True)
def openapi(request: HttpRequest) -> JsonResponse:
    """What programs may ask for, as OpenAPI 3.1: about the product, not about anybody.

    In English, unless ``?lang=`` or ``Accept-Language`` asks for another language that we speak.
    """
    language = _asked_language(request)
    answer = JsonResponse(description(language), json_dumps_params={"ensure_ascii": False})
    answer.headers["Content-Language"] = language
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


@signed_in
@require_GET
def api_docs(request: PersonRequest) -> HttpResponse:
    """The same for people: needs nothing from elsewhere, so it works without a way into the world."""
    context = {
        "sections": sections(description(get_language() or "en")),
        "scopes": scopes.known(),
        "codes": list(Code),
        "base": f"{settings.PUBLIC_URL}/api/v1",
        "limit": settings.API_CALLS_PER_MINUTE,
    }
    return render(request, "web/api_docs.html", context)


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """For proxies and watchers: whether pages can be served, that is, whether the database answers."""
    try:
        Account.objects.order_by("pk").values_list("pk", flat=True).first()
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})


@require_GET
@cache_control(max_age=86400, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


def _asked_language(request: HttpRequest) -> str:
    """What a program asks for; a browser's cookie and the product's own default count for nothing here."""
    said = [
        (request.GET.get("lang", ""), 1.0),
        *parse_accept_lang_header(request.headers.get("Accept-Language", "")),
    ]
    for each, _weight in said:
        with suppress(LookupError):
            return get_supported_language_variant(each)
    return "en"


def _safe(request: HttpRequest, wanted: str) -> str:
    """``wanted`` if it is a page of ours, else Today."""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else reverse("web:today")
