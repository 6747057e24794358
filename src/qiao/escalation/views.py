"""What holds, for administrators; and what was escalated to me."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.catalogue.models import Service
from qiao.escalation import actions, reads, rules
from qiao.escalation.forms import PolicyForm
from qiao.ledger.refusals import Conflict


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settings(http: PersonRequest) -> HttpResponse:
    """For all services, or for the one that the address names; only administrators find it."""
    if rules.why_not_keep(http.person.scope):
        raise Http404
    code = http.GET.get("service", "")
    service = Service.objects.filter(code=code).first() if code else None
    if code and service is None:
        raise Http404
    pk = service.pk if service else None
    policy = reads.policy_of(pk)
    revision = policy.revision if policy else 0
    terms, own = reads.terms_of(pk), service is not None
    form = PolicyForm(http.POST or None, terms=terms, revision=revision, own=own)
    status = 422 if form.errors else 200
    if http.method == "POST" and form.is_valid():
        seen = form.cleaned_data["revision"]
        try:
            actions.set_policy(
                by=http.person, at=timezone.now(), service_id=pk, terms=form.terms(), expected=seen
            )
        except Conflict as conflict:
            status, revision = 409, conflict.current.revision
            # The same words, now with the revision that is current: sent again, they are meant.
            data = {**http.POST.dict(), "revision": revision}
            form = PolicyForm(data, terms=terms, revision=revision, own=own)
            form.add_error(None, str(conflict))
        else:
            messages.success(http, _("Saved. What is open is counted anew."))
            return redirect(http.get_full_path())
    context = {
        "form": form,
        "service": service,
        "policies": [each for each in reads.policies() if each.service_id],
        "services": Service.objects.offered().order_by("unit__order", "code"),
        "back_url": reverse("org:admin"),
    }
    return render(http, "escalation/settings.html", context, status=status)


@require_safe
@signed_in
def mine(http: PersonRequest) -> HttpResponse:
    """Everything that was escalated to me and is still open."""
    page = reads.mine(http.person, http.GET)
    return render(http, "escalation/mine.html", {"page": page, "back_url": "/"})
