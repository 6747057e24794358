"""How much a unit takes on at once, and when what lies there is passed on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.desk import actions
from qiao.desk.reads.limits import LONGEST_UNATTENDED, MOST, Limits, limits_of
from qiao.desk.rules import why_not_set_rule
from qiao.ledger.refusals import Conflict
from qiao.org.models import Unit

MINUTE = 60


class WorkRuleForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    most_each = forms.IntegerField(
        label=_("Most in progress per person"),
        min_value=1,
        max_value=MOST,
        required=False,
        help_text=_("Paused ones do not count. Empty: no limit."),
    )
    most_together = forms.IntegerField(
        label=_("Most in progress in the unit"), min_value=1, max_value=MOST, required=False
    )
    strict = forms.TypedChoiceField(
        label=_("Beyond the limit"),
        choices=[("no", _("Accept all the same; the story says so")), ("yes", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    unattended = forms.IntegerField(
        label=_("Passed on after (minutes of working time)"),
        min_value=0,
        max_value=LONGEST_UNATTENDED // MINUTE,
        required=False,
        help_text=_(
            "When it is not accepted in time, or its holder is off shift, away or gone and it is due before "
            "they are back: to the substitute or a leader. 0: at once; empty: never."
        ),
    )

    @staticmethod
    def of(limits: Limits, unit_id: int) -> dict[str, Any]:
        """The rule that holds, as the form shows it."""
        seconds = limits.unattended_seconds
        return {
            "most_each": limits.most_each,
            "most_together": limits.most_together,
            "strict": "yes" if limits.strict else "no",
            "unattended": None if seconds is None else seconds // MINUTE,
            "seen": limits.seen_at(unit_id),
        }

    def arguments(self) -> dict[str, Any]:
        """What the action is called with."""
        data = dict(self.cleaned_data)
        minutes, seen = data.pop("unattended"), data.pop("seen")
        return {
            **data,
            "unattended_seconds": None if minutes is None else minutes * MINUTE,
            "expected": seen,
        }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def work_rule(http: PersonRequest, code: str) -> HttpResponse:
    """For those who lead the unit; to others the page does not exist."""
    unit = get_object_or_404(Unit.objects.active(), code=code)
    if why_not_set_rule(unit.pk, http.person.scope):
        raise Http404
    limits = limits_of(unit.pk)
    form, status = WorkRuleForm(http.POST or None, initial=WorkRuleForm.of(limits, unit.pk)), 200
    if http.method == "POST" and form.is_valid():
        try:
            actions.set_work_rule(unit=unit, by=http.person, at=timezone.now(), **form.arguments())
        except Conflict as conflict:
            status = 409
            form = WorkRuleForm({**http.POST.dict(), "seen": conflict.current.revision})
            form.add_error(None, str(conflict))
        else:
            messages.success(http, _("Saved."))
            return redirect("desk:work_rule", unit.code)
    above = Unit.objects.filter(pk=limits.unit_id).first() if limits.unit_id not in (None, unit.pk) else None
    back = reverse("desk:board", args=[unit.code])
    context = {"unit": unit, "form": form, "above": above, "back_url": back}
    status = 422 if form.errors and status == 200 else status
    return render(http, "desk/work_rule.html", context, status=status)
