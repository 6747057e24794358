"""What the story says of approvals: who was asked, who decided for whom, who was asked next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qiao.desk.events import Kind
from qiao.desk.names import Names
from qiao.ledger.models import Event
from qiao.ui.words import duration_text, join_names

# Why somebody else than whom the step names is asked, or decided.
HOW: Mapping[str, Any] = {
    "substitute": gettext_lazy("standing in for %(person)s"),
    "delegate": gettext_lazy("asked by %(person)s to decide"),
    "leader": gettext_lazy("because %(person)s had not answered"),
}


def _joined(*clauses: str) -> str:
    return pgettext("between clauses", ", ").join(clause for clause in clauses if clause)


def _asked(event: Event, names: Names) -> str:
    """Whom, and who is left out because nobody approves what they ask for themselves."""
    people = join_names(names.person(pk) for pk in event.data.get("people", ()))
    told = _("asked %(people)s to approve it") % {"people": people}
    own = [names.person(pk) for pk in event.data.get("instead", ())]
    if not own:
        return told
    own_text = _("instead of %(people)s, since nobody approves for themselves") % {"people": join_names(own)}
    return _joined(told, own_text)


def _earlier(event: Event, names: Names) -> str:
    """What somebody said in another step is not asked for again."""
    person = names.person(event.data.get("asked_for"))
    return _("counted for another step, too, that %(person)s approved it") % {"person": person}


def _with_how(text: Any) -> Callable[[Event, Names], str]:
    def told(event: Event, names: Names) -> str:
        if event.data.get("how") == "earlier":
            return _earlier(event, names)
        how = HOW.get(event.data.get("how", ""))
        for_whom = str(how) % {"person": names.person(event.data.get("asked_for"))} if how else ""
        return _joined(str(text), for_whom)

    return told


def _to_person(text: Any) -> Callable[[Event, Names], str]:
    return lambda event, names: (
        str(text)
        % {
            "person": names.person(event.data.get("person")),
            "for_whom": names.person(event.data.get("asked_for")),
        }
    )


def _approved(event: Event, names: Names) -> str:
    told = _("found that everybody approved it: %(unit)s has it now, and its time begins") % {
        "unit": names.unit(event.to_unit_id)
    }
    person = event.data.get("assigned_to")
    return _joined(told, _("assigned to %(person)s") % {"person": names.person(person)} if person else "")


def _escalated(event: Event, names: Names) -> str:
    return _("asked %(person)s to decide: %(for_whom)s had not answered for %(time)s of working time") % {
        "person": names.person(event.data.get("person")),
        "for_whom": names.person(event.data.get("asked_for")),
        "time": duration_text(event.data.get("waited", 0)),
    }


TELLERS: Mapping[str, Callable[[Event, Names], str]] = {
    Kind.APPROVAL_ASKED: _asked,
    Kind.APPROVAL_GIVEN: _with_how(gettext_lazy("approved it")),
    Kind.APPROVAL_REFUSED: _with_how(gettext_lazy("does not approve it")),
    Kind.APPROVAL_DELEGATED: _to_person(gettext_lazy("asked %(person)s to decide in their place")),
    Kind.APPROVAL_QUESTION: _to_person(gettext_lazy("asked back before deciding")),
    Kind.APPROVAL_REMINDED: _to_person(gettext_lazy("reminded %(person)s to decide")),
    Kind.APPROVAL_ESCALATED: _escalated,
    Kind.APPROVED: _approved,
    Kind.NOT_APPROVED: _with_how(gettext_lazy("did not approve it: it ends here")),
}
ICONS: Mapping[str, str] = {
    Kind.APPROVAL_ASKED: "hand",
    Kind.APPROVAL_GIVEN: "check",
    Kind.APPROVAL_REFUSED: "x",
    Kind.APPROVAL_DELEGATED: "hand",
    Kind.APPROVAL_QUESTION: "talk",
    Kind.APPROVAL_REMINDED: "bell",
    Kind.APPROVAL_ESCALATED: "bell",
    Kind.APPROVED: "check",
    Kind.NOT_APPROVED: "x",
}
LABELS: Mapping[str, Any] = {
    Kind.APPROVAL_ASKED: gettext_lazy("Approval asked"),
    Kind.APPROVAL_GIVEN: gettext_lazy("Approval given"),
    Kind.APPROVAL_REFUSED: gettext_lazy("One approval refused"),
    Kind.APPROVAL_DELEGATED: gettext_lazy("Approval delegated"),
    Kind.APPROVAL_QUESTION: gettext_lazy("Approver asked back"),
    Kind.APPROVAL_REMINDED: gettext_lazy("Approver reminded"),
    Kind.APPROVAL_ESCALATED: gettext_lazy("Approval escalated"),
    Kind.APPROVED: gettext_lazy("Request approved"),
    Kind.NOT_APPROVED: gettext_lazy("Request not approved"),
}
