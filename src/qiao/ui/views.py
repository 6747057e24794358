"""Gallery, choice of colours, and the manifest that lets a phone install Qiao."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from qiao.ui import gallery as shown
from qiao.ui.icons import names
from qiao.ui.theme import COOKIE as THEME_COOKIE

_YEAR = 365 * 24 * 3600


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; for whoever is signed in, and for developers."""
    if not settings.DEBUG and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return render(request, "ui/gallery.html", {**shown.context(), "icons": sorted(names())})


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps the wish for light or dark in a cookie, so that the server draws it and nothing flashes."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    wish = request.POST.get("theme", "")
    if wish in ("light", "dark"):
        response.set_cookie(
            THEME_COOKIE,
            wish,
            max_age=_YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


@require_GET
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """Name, colours and icons for a home screen. A view, because icon addresses carry their hash."""
    icons = [
        {
            "src": static(f"ui/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in (192, 512)
    ]
    return JsonResponse(
        {
            "name": _("Qiao, internal customer service"),
            "short_name": _("Qiao"),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f5f8f8",
            "theme_color": "#0b6570",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )
