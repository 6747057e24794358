"""Terms in words, clause by clause, and what is different between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from qiao.agreements.models import Line
from qiao.agreements.sight import shown
from qiao.agreements.terms import Promise, Terms
from qiao.catalogue.models import Service
from qiao.catalogue.rules import Priority
from qiao.catalogue.targets import written
from qiao.org.models import Person, Unit
from qiao.org.rules import Scope
from qiao.ui.words import date_text, join_names


def title_of(provider: Unit, customers: Iterable[Unit]) -> str:
    """An agreement has no other name than its two sides."""
    return _("%(provider)s for %(customers)s") % {
        "provider": provider,
        "customers": join_names(str(unit) for unit in customers),
    }


@dataclass(frozen=True)
class Names:
    """Everybody and everything that terms speak of, read once; services only as far as the reader may see."""

    units: Mapping[int, Unit]
    services: Mapping[int, Service]
    people: Mapping[int, Person]

    @classmethod
    def of(cls, every: Iterable[Terms], scope: Scope) -> Names:
        """Three queries, however many terms."""
        found = list(every)
        services = shown(
            Service.objects.filter(pk__in={key for each in found for key in each.services}), scope
        )
        contacts = {contact.person for each in found for contact in each.contacts}
        return cls(
            units=Unit.objects.in_bulk({key for each in found for key in each.customers}),
            services={
                service.pk: service
                for service in services.select_related("unit__calendar", "version__calendar", "category")
            },
            people=Person.objects.select_related("unit").in_bulk(contacts),
        )


@dataclass(frozen=True)
class Target:
    """What is promised at one priority; ``agreed``: by the agreement, else by the catalogue."""

    priority: Priority
    respond: str
    complete: str
    agreed: bool
    usual: str = ""


@dataclass(frozen=True)
class Spoken:
    """One clause in words. ``lines`` is what differences compare; ``targets`` and ``link`` are for a page."""

    key: str
    label: str
    lines: tuple[str, ...]
    targets: tuple[Target, ...] = ()
    service: Service | None = None
    people: tuple[tuple[Person, str], ...] = ()
    # What is said of a service besides its targets.
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """One clause that reads differently: what it said, what it says."""

    key: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """All clauses that the reader may see, and how many services were left out because they may not."""

    clauses: tuple[Spoken, ...]
    hidden: int = 0
    by_key: Mapping[str, Spoken] = field(default_factory=dict)


def spoken(terms: Terms, names: Names) -> Text:
    """Terms in the reader's language."""
    clauses = tuple(_clauses(terms, names))
    hidden = len(terms.services - set(names.services))
    return Text(clauses, hidden, {each.key: each for each in clauses})


def _clauses(terms: Terms, names: Names) -> Iterator[Spoken]:
    units = sorted((names.units[key] for key in terms.customers), key=lambda unit: (unit.order, unit.code))
    yield Spoken("customers", _("For which units"), tuple(str(unit) for unit in units))
    for promise in terms.promises:
        service = names.services.get(promise.service)
        if service is not None:
            yield _service(promise, service)
    yield Spoken("priorities", _("What is urgent"), _lines(terms.priorities))
    out = [str(names.services[key]) for key in terms.excluded if key in names.services]
    excluded = [_("Not covered: %(services)s") % {"services": join_names(out)}] if out else []
    yield Spoken("exclusions", _("Exclusions"), (*excluded, *_lines(terms.exclusions)))
    yield Spoken("duties", _("Duties of the customer"), _lines(terms.duties))
    people = tuple((names.people[each.person], each.when) for each in terms.contacts)
    said = tuple(f"{person} ({when})" if when else str(person) for person, when in people)
    yield Spoken("contacts", _("Whom to call when it does not work"), said, people=people)
    yield Spoken("validity", _("Validity"), tuple(_validity(terms)))


def _validity(terms: Terms) -> Iterator[str]:
    yield _("From %(day)s") % {"day": date_text(terms.valid_from)}
    until = date_text(terms.valid_until) if terms.valid_until else ""
    yield _("Until %(day)s") % {"day": until} if until else _("Without an end")
    yield _("Reviewed on %(day)s") % {"day": date_text(terms.review_on)}


def _service(promise: Promise, service: Service) -> Spoken:
    targets = tuple(promised(service, promise.targets))
    lines = [
        _("%(priority)s: answer within %(respond)s, done within %(complete)s")
        % {"priority": each.priority.label, "respond": each.respond, "complete": each.complete}
        for each in targets
        if each.agreed
    ]
    said = lines or [_("As the catalogue promises")]
    notes = _lines(promise.note)
    return Spoken(
        f"service-{service.pk}", str(service), (*said, *notes), targets, service=service, notes=notes
    )


def promised(service: Service, agreed: Mapping[str, Any]) -> Iterator[Target]:
    """Every priority with what holds for it, written in the working days of the service's calendar."""
    version = service.version
    if version is None:
        return
    day, catalogue = version.working_day(service), version.targets
    both = catalogue.with_these(agreed)
    for priority in Priority:
        respond, complete = both.of(priority)
        usual = " / ".join(written(seconds, day) for seconds in catalogue.of(priority))
        same = catalogue.of(priority) == (respond, complete)
        yield Target(
            priority,
            written(respond, day),
            written(complete, day),
            agreed=priority.value in agreed,
            usual="" if same else usual,
        )


def of_line(line: Line, service: Service) -> list[Target]:
    """What a signed line promises."""
    return list(promised(service, line.targets_data))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def differences(before: Text, after: Text) -> list[Change]:
    """One for each clause that reads differently, in the order of the new text; what is gone comes last."""
    changes = []
    for key in dict.fromkeys([*after.by_key, *before.by_key]):
        old, new = before.by_key.get(key), after.by_key.get(key)
        was, now = (each.lines if each else () for each in (old, new))
        if was != now or (old is None) != (new is None):
            label = (new or old).label  # type: ignore[union-attr]  # it stands in one of them
            gone = tuple(line for line in was if line not in now)
            changes.append(Change(key, label, gone, tuple(line for line in now if line not in was)))
    return changes
