"""Administration of public holidays and make-up working days."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from qiao.org import actions
from qiao.org.forms.calendars import HolidayForm
from qiao.org.models import Holiday
from qiao.org.views.doors import Request, administrators_only, done, found

FIRST, LAST = 2000, 2100


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def year(http: Request, number: int = 0) -> HttpResponseBase:
    """The holidays of a year; a posted day is entered or changed."""
    number = number or timezone.localdate().year
    if not FIRST <= number <= LAST:
        raise Http404
    form = HolidayForm(http.POST or None, initial=_chosen(http))
    if form.is_valid():
        values = form.cleaned_data
        works_as = None if values["working"] == "off" else int(values["working"])
        if done(
            form,
            lambda: actions.set_holiday(
                day=values["date"],
                name_zh=values["name_zh"],
                name_en=values["name_en"],
                working=works_as is not None,
                works_as=works_as or 0,
                by=http.person,
                at=timezone.now(),
            ),
        ):
            return redirect("org:holidays_of", values["date"].year)
    context = {
        "year": number,
        "form": form,
        "days": list(Holiday.objects.filter(date__year=number)),
        "tab": "holidays",
        "back_url": reverse("org:admin"),
    }
    return render(http, "org/manage/holidays.html", context)


@administrators_only
@require_http_methods(["POST"])
def seed(http: Request, number: int) -> HttpResponseBase:
    """Enters the published holidays of a year."""
    if not FIRST <= number <= LAST:
        raise Http404
    seeded = actions.seed_holidays(years=[number], by=http.person, at=timezone.now())
    sentence = ngettext("%d day entered or changed.", "%d days entered or changed.", seeded.written)
    messages.success(http, sentence % seeded.written)
    if seeded.unpublished:
        messages.warning(
            http,
            _("The arrangement of %d is not published yet: make-up days are missing, look again later.")
            % number,
        )
    return redirect("org:holidays_of", number)


@administrators_only
@require_http_methods(["POST"])
def remove(http: Request, holiday_id: int) -> HttpResponseBase:
    """The date is an ordinary day again."""
    row = found(Holiday.objects.all(), pk=holiday_id)
    actions.remove_holiday(day=row.date, by=http.person, at=timezone.now())
    return redirect("org:holidays_of", row.date.year)


def _chosen(http: Request) -> dict[str, object]:
    """The day that the link “change” names."""
    try:
        row = Holiday.objects.filter(date=date.fromisoformat(http.GET.get("day", ""))).first()
    except ValueError:
        return {}
    if row is None:
        return {}
    working = str(row.works_as) if row.working else "off"
    return {"date": row.date, "name_zh": row.name_zh, "name_en": row.name_en, "working": working}
