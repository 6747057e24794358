"""Administration of working calendars."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiao.org import actions, calendar_errors
from qiao.org.forms import calendars as editor
from qiao.org.forms.calendars import CalendarForm, DayForm, ShiftFormSet, ShiftRows
from qiao.org.models import Calendar
from qiao.org.reads.preview import Preview, preview
from qiao.org.story import story
from qiao.org.views.doors import Request, administrators_only, done, found
from qiao.ui.words import local
from qiao.worktime import CalendarError
from qiao.worktime.patterns import PATTERNS


@administrators_only
@require_safe
def table(http: Request) -> HttpResponseBase:
    """Every calendar with how many units work by it."""
    used = Count("units", filter=Q(units__active=True))
    rows = Calendar.objects.annotate(used=used).order_by("-active", "code")
    listed = [(row, preview_of(row).hours) for row in rows]
    return render(http, "org/manage/calendars.html", {"rows": listed, "tab": "calendars"})


@administrators_only
@require_safe
def patterns(http: Request) -> HttpResponseBase:
    """Ready-made patterns to start from."""
    offers = [
        {
            "name": each.name,
            "title": local(each),
            "text": local(each, "origin"),
            "cycle": " ".join(code or "-" for code in each.cycle),
            "crews": len(each.crews),
        }
        for each in PATTERNS.values()
    ]
    context = {"offers": offers, "tab": "calendars", "back_url": reverse("org:calendars")}
    return render(http, "org/manage/patterns.html", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def create(http: Request) -> HttpResponseBase:
    """A new calendar, empty or from a ready-made pattern."""
    start = editor.from_pattern(http.GET.get("pattern", ""), timezone.localdate())
    initial = _initial(start) if start else {"follows_holidays": True}
    form, shifts = _forms(http, initial, editor.shift_values(start) if start else [])
    if http.method == "POST" and _both(form, shifts) and "preview" not in http.POST:
        values = {
            name: form.cleaned_data[name] for name in ("code", "name_zh", "name_en", "follows_holidays")
        }
        if done(
            form,
            lambda: actions.create_calendar(
                definition=editor.definition(form, shifts), by=http.person, at=timezone.now(), **values
            ),
        ):
            messages.success(http, _("“%s” is created.") % values["name_zh"])
            return redirect("org:calendars")
    return _page(http, form, shifts, _("New calendar"), start)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(http: Request, calendar_id: int) -> HttpResponseBase:
    """A calendar's name, shifts and pattern; running clocks follow it at once."""
    row = found(Calendar.objects.all(), pk=calendar_id)
    form, shifts = _forms(http, CalendarForm.of(row), editor.shift_values(row.definition), row)
    if http.method == "POST" and _both(form, shifts) and "preview" not in http.POST:
        names = ("name_zh", "name_en", "follows_holidays")
        values = {name: form.cleaned_data[name] for name in names}
        if done(
            form,
            lambda: actions.change_calendar(
                calendar=row,
                definition=editor.definition(form, shifts),
                by=http.person,
                at=timezone.now(),
                expected=form.cleaned_data["revision"],
                **values,
            ),
            CalendarForm.of,
        ):
            messages.success(http, _("“%s” is saved.") % values["name_zh"])
            return redirect("org:calendars")
    return _page(http, form, shifts, str(row), row.definition, row)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def days(http: Request, calendar_id: int) -> HttpResponseBase:
    """The dates on which this calendar differs."""
    row = found(Calendar.objects.all(), pk=calendar_id)
    form = DayForm(http.POST or None, calendar=row)
    if form.is_valid():
        values = {"day": form.cleaned_data["date"], "shifts": form.cleaned_data["shifts"]}
        note = form.cleaned_data["note"]
        if done(
            form,
            lambda: actions.set_day(calendar=row, by=http.person, at=timezone.now(), note=note, **values),
        ):
            return redirect("org:calendar_days", row.pk)
    back = reverse("org:calendar_edit", args=[row.pk])
    own = row.days.order_by("-date")[:200]
    context = {"calendar": row, "form": form, "days": own, "tab": "calendars", "back_url": back}
    return render(http, "org/manage/calendar_days.html", context)


@administrators_only
@require_http_methods(["POST"])
def clear_day(http: Request, calendar_id: int, day_id: int) -> HttpResponseBase:
    """The date is as the pattern says again."""
    row = found(Calendar.objects.all(), pk=calendar_id)
    own = found(row.days.all(), pk=day_id)
    actions.clear_day(calendar=row, day=own.date, by=http.person, at=timezone.now())
    return redirect("org:calendar_days", row.pk)


@administrators_only
@require_http_methods(["POST"])
def close(http: Request, calendar_id: int) -> HttpResponseBase:
    """Closes a calendar, or opens a closed one."""
    row = found(Calendar.objects.all(), pk=calendar_id)
    change = actions.close_calendar if row.active else actions.reopen_calendar
    change(calendar=row, by=http.person, at=timezone.now())
    messages.success(http, _("“%s” is saved.") % row)
    return redirect("org:calendars")


def preview_of(row: Calendar) -> Preview:
    """How a stored calendar works in the next days."""
    return preview(row.definition, timezone.localdate(), follows_holidays=row.follows_holidays, row=row)


def _initial(start: dict[str, Any]) -> dict[str, Any]:
    return {**editor.pattern_values(start), "follows_holidays": start["follows_holidays"]}


def _forms(
    http: Request, initial: dict[str, Any], shifts: list[dict[str, Any]], row: Calendar | None = None
) -> tuple[CalendarForm, ShiftRows]:
    data = http.POST or None
    return (
        CalendarForm(data, initial=initial, calendar=row),
        ShiftFormSet(data, initial=shifts, prefix="shifts"),
    )


def _both(form: CalendarForm, shifts: ShiftRows) -> bool:
    valid = [form.is_valid(), shifts.is_valid()]
    return all(valid)


def _page(
    http: Request,
    form: CalendarForm,
    shifts: ShiftRows,
    title: str,
    stored: dict[str, Any] | None,
    row: Calendar | None = None,
) -> HttpResponseBase:
    context = {
        "form": form,
        "shifts": shifts,
        "title": title,
        "calendar": row,
        "preview": _preview(form, shifts, stored, row),
        "story": story(row) if row else [],
        "tab": "calendars",
        "back_url": reverse("org:calendars"),
    }
    return render(http, "org/manage/calendar.html", context)


def _preview(
    form: CalendarForm, shifts: ShiftRows, stored: dict[str, Any] | None, row: Calendar | None
) -> Preview | None:
    """Of what is typed when it is right, else of what is stored; the form says why there is none."""
    document, follows = stored, bool(form.initial.get("follows_holidays"))
    if form.is_bound and _both(form, shifts):
        document, follows = editor.definition(form, shifts), form.cleaned_data["follows_holidays"]
    if document is None:
        return None
    try:
        return preview(document, timezone.localdate(), follows_holidays=follows, row=row)
    except CalendarError as error:
        if form.is_bound:
            form.add_error(None, calendar_errors.sentence(error))
        return None
