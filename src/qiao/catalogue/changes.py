"""What is different between two versions of a promise, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qiao.catalogue.checklist import Line
from qiao.catalogue.questionnaire import Form
from qiao.catalogue.questions import FormField, When
from qiao.catalogue.targets import Priority, Targets, written
from qiao.ui.words import join_names, local


@dataclass(frozen=True)
class Terms:
    """A version as plain values, with names in the reader's language. No ``audience``: everybody may ask."""

    form: Form
    targets: Targets | None
    calendar: str
    day: int
    assigned_by: str
    audience: tuple[str, ...] | None
    confirm_days: int
    checklist: tuple[Line, ...] = ()
    approvals: tuple[str, ...] = ()


def differences(before: Terms, after: Terms) -> list[str]:
    """One sentence for each difference, in the order in which a form shows them; empty when there is none."""
    return [
        *_questions(before.form, after.form),
        *_targets(before, after),
        *_if_changed(_("Working calendar"), before.calendar, after.calendar),
        *_if_changed(_("Who may ask"), audience_text(before.audience), audience_text(after.audience)),
        *_if_changed(_("Who gets it"), before.assigned_by, after.assigned_by),
        *_if_changed(
            _("Confirms itself after (working days)"), str(before.confirm_days), str(after.confirm_days)
        ),
        *_if_changed(_("Who approves"), join_names(before.approvals), join_names(after.approvals)),
        *_if_changed(_("Checklist"), checklist_text(before.checklist), checklist_text(after.checklist)),
    ]


def audience_text(audience: tuple[str, ...] | None) -> str:
    """Everybody, or the names of the units."""
    if audience is None:
        return _("everybody")
    return join_names(audience) if audience else _("nobody yet")


def checklist_text(lines: tuple[Line, ...]) -> str:
    """The lines one after the other, the optional ones marked; empty without any."""
    return join_names(
        str(line) if line.required else _("%(item)s (optional)") % {"item": line} for line in lines
    )


def condition_text(form: Form, when: When | None) -> str:
    """When a question is asked, as one says it; empty for always."""
    source = form.get(when.key) if when else None
    if when is None or source is None:
        return ""
    name = local(source, "label")
    if not when.values:
        return _("only when “%(question)s” is answered") % {"question": name}
    words = {option.value: local(option, "label") for option in source.options}
    values = join_names(words.get(value, value) for value in when.values)
    return _("only when “%(question)s” is %(values)s") % {"question": name, "values": values}


def target_text(targets: Targets | None, priority: Priority, day: int) -> str:
    """ "respond 30 min, complete 4 h"; a dash where nothing is promised."""
    pair = targets.by_priority.get(priority) if targets else None
    if pair is None:
        return "—"
    respond, complete = (written(seconds, day) for seconds in pair)
    return _("respond %(respond)s, complete %(complete)s") % {"respond": respond, "complete": complete}


def _questions(before: Form, after: Form) -> Iterator[str]:
    old, new = ({field.key: field for field in form.fields} for form in (before, after))
    for key, field in new.items():
        if key not in old:
            yield _("New question “%(question)s”.") % {"question": local(field, "label")}
        elif field != old[key]:
            yield from _question(before, old[key], after, field)
    for key, field in old.items():
        if key not in new:
            yield _("The question “%(question)s” is gone.") % {"question": local(field, "label")}
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield _("The questions come in another order.")


def _question(before: Form, old: FormField, after: Form, new: FormField) -> Iterator[str]:
    name = local(new, "label")
    for what, was, now in (
        (_("name"), local(old, "label"), name),
        (_("help"), local(old, "help"), local(new, "help")),
        (_("kind"), old.kind.label, new.kind.label),
        (_("answer"), _need(old), _need(new)),
        (_("options"), _options(old), _options(new)),
        (
            _("asked"),
            condition_text(before, old.when) or _("always"),
            condition_text(after, new.when) or _("always"),
        ),
    ):
        yield from _if_changed(_of(name, what), was, now)


def _of(name: str, what: str) -> str:
    return _("“%(question)s”, %(what)s") % {"question": name, "what": what}


def _need(field: FormField) -> str:
    return _("required") if field.required else _("optional")


def _options(field: FormField) -> str:
    return join_names(local(option, "label") for option in field.options)


def _targets(before: Terms, after: Terms) -> Iterator[str]:
    for priority in Priority:
        yield from _if_changed(
            str(priority.label),
            target_text(before.targets, priority, before.day),
            target_text(after.targets, priority, after.day),
        )


def _if_changed(what: Any, was: Any, now: Any) -> Iterator[str]:
    if str(was) != str(now):
        yield _("%(what)s: %(now)s (was %(was)s).") % {"what": what, "now": now or "—", "was": was or "—"}
