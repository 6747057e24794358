"""My requests."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.desk import reads
from qiao.desk.reads.lists import TABS
from qiao.desk.rows import listed, rows_of
from qiao.ui.paging import key_page


@require_safe
@signed_in
def mine(http: PersonRequest) -> HttpResponse:
    """What I asked for, and what is for me or my team."""
    at = timezone.now()
    tab = http.GET.get("tab", "open")
    tab = tab if tab in TABS else "open"
    page = key_page(listed(reads.mine(http.person.scope, tab)), order=("-id",), params=http.GET)
    context = {
        "rows": rows_of(page.items, at=at, for_customer=True),
        "page": page,
        "tab": tab,
        "tabs": tab_labels(),
        "now": at,
    }
    return render(http, "desk/mine.html", context)


def tab_labels() -> list[tuple[str, str]]:
    return [("open", _("In progress")), ("confirm", _("To confirm")), ("done", _("Over"))]
