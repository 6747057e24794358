"""Skills: the register, and what the people whom one leads can do."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qiao.org import actions, rules
from qiao.org.forms.people import NewSkillForm, SkillForm
from qiao.org.models import Person, Skill, Skilled
from qiao.org.views.doors import Request, done, found, signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def register(http: Request) -> HttpResponseBase:
    """All skills with how many people have them; who leads a unit adds to it."""
    if rules.why_not_name_skills(http.person.scope):
        raise Http404
    form = NewSkillForm(http.POST or None)
    if form.is_valid() and done(
        form, lambda: actions.name_skill(by=http.person, at=timezone.now(), **form.cleaned_data)
    ):
        messages.success(http, _("“%s” is created.") % form.cleaned_data["name_zh"])
        return redirect("org:skills")
    held = Count("people", filter=Q(people__person__active=True))
    skills = Skill.objects.annotate(held=held).order_by("-active", "code")
    context = {"form": form, "skills": skills, "back_url": reverse("org:index")}
    return render(http, "org/skills.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def give(http: Request, person_id: int) -> HttpResponseBase:
    """Enters what somebody can do."""
    person = _led(http, found(Person.objects.active().select_related("unit"), pk=person_id))
    form = SkillForm(http.POST or None, initial={"skill": http.GET.get("skill", "")[:10]})
    if form.is_valid() and done(
        form,
        lambda: actions.give_skill(person=person, by=http.person, at=timezone.now(), **form.cleaned_data),
    ):
        messages.success(http, _("The skill is entered."))
        return redirect("org:person", person.pk)
    context = {"person_": person, "form": form, "back_url": reverse("org:person", args=[person.pk])}
    return render(http, "org/skill.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["POST"])
def take(http: Request, row_id: int) -> HttpResponseBase:
    """Somebody no longer has a skill."""
    row = found(Skilled.objects.select_related("person__unit", "skill"), pk=row_id)
    _led(http, row.person)
    actions.take_skill(row=row, by=http.person, at=timezone.now())
    messages.success(http, _("The skill is taken away."))
    return redirect("org:person", row.person_id)


@signed_in
@require_http_methods(["POST"])
def close(http: Request, skill_id: int) -> HttpResponseBase:
    """A skill is offered no longer, or again."""
    if rules.why_not_name_skills(http.person.scope):
        raise Http404
    skill = found(Skill.objects.all(), pk=skill_id)
    actions.change_skill(
        skill=skill,
        name_zh=skill.name_zh,
        name_en=skill.name_en,
        active=not skill.active,
        by=http.person,
        at=timezone.now(),
    )
    return redirect("org:skills")


def _led(http: Request, person: Person) -> Person:
    """404 for those who may not say what this person can do."""
    if rules.why_not_judge(http.person.scope, person.unit_id):
        raise Http404
    return person
