"""What an agreement says, as plain values: kept as JSON, the same for pages and programs. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from qiao.agreements.rules import Reason

MOST_CONTACTS = 6
LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Promise:
    """One service that is covered. ``targets`` (working seconds by priority) stand in place of the
    catalogue's; priorities without any are promised as the catalogue does."""

    service: int
    targets: Mapping[str, tuple[int, int]]
    note: str = ""


@dataclass(frozen=True)
class Contact:
    """Whom to call when it does not work, and after what."""

    person: int
    when: str = ""


@dataclass(frozen=True)
class Terms:
    """Everything that is agreed on; units, services and people by their keys."""

    customers: tuple[int, ...]
    promises: tuple[Promise, ...]
    valid_from: date
    review_on: date
    valid_until: date | None = None
    priorities: str = ""
    excluded: tuple[int, ...] = ()
    exclusions: str = ""
    duties: str = ""
    contacts: tuple[Contact, ...] = ()

    def dump(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "customers": sorted(self.customers),
            "promises": [
                {
                    "service": each.service,
                    "targets": {key: list(pair) for key, pair in each.targets.items()},
                    "note": each.note,
                }
                for each in self.promises
            ],
            "from": self.valid_from.isoformat(),
            "until": self.valid_until.isoformat() if self.valid_until else None,
            "review": self.review_on.isoformat(),
            "priorities": self.priorities,
            "excluded": sorted(self.excluded),
            "exclusions": self.exclusions,
            "duties": self.duties,
            "contacts": [{"person": each.person, "when": each.when} for each in self.contacts],
        }

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Terms:
        """From ``dump``."""
        return cls(
            customers=tuple(data["customers"]),
            promises=tuple(
                Promise(
                    each["service"],
                    {key: (pair[0], pair[1]) for key, pair in each["targets"].items()},
                    each["note"],
                )
                for each in data["promises"]
            ),
            valid_from=date.fromisoformat(data["from"]),
            valid_until=date.fromisoformat(data["until"]) if data["until"] else None,
            review_on=date.fromisoformat(data["review"]),
            priorities=data["priorities"],
            excluded=tuple(data["excluded"]),
            exclusions=data["exclusions"],
            duties=data["duties"],
            contacts=tuple(Contact(each["person"], each["when"]) for each in data["contacts"]),
        )

    @property
    def services(self) -> frozenset[int]:
        """Every service that it speaks of, covered or not."""
        return frozenset(each.service for each in self.promises) | frozenset(self.excluded)

    def clauses(self) -> Iterator[str]:
        """The keys of what may be commented on, in the order in which one reads."""
        yield "customers"
        for each in self.promises:
            yield f"service-{each.service}"
        yield from ("priorities", "exclusions", "duties", "contacts", "validity")

    def with_hidden(self, before: Terms, seen: frozenset[int]) -> Terms:
        """The same with what ``before`` says of services that the writer cannot see: it stays as it was."""
        hidden = tuple(each for each in before.promises if each.service not in seen)
        left_out = tuple(each for each in before.excluded if each not in seen)
        return replace(self, promises=self.promises + hidden, excluded=self.excluded + left_out)


def why_not(terms: Terms, provider: int) -> tuple[Reason, int] | None:
    """What is wrong with terms in themselves, with the service that it is about (0: none)."""
    covered = [each.service for each in terms.promises]
    twice = {each for each in covered if covered.count(each) > 1 or each in terms.excluded}
    outside = terms.valid_until is not None and terms.review_on > terms.valid_until
    checks = (
        (Reason.NO_CUSTOMER, not terms.customers),
        (Reason.SAME_UNIT, provider in terms.customers),
        (Reason.NO_SERVICE, not terms.promises),
        (Reason.COVERED_AND_EXCLUDED, bool(twice)),
        (Reason.ENDS_BEFORE_START, terms.valid_until is not None and terms.valid_until < terms.valid_from),
        (Reason.REVIEW_OUTSIDE, terms.review_on <= terms.valid_from or outside),
    )
    return next(((reason, min(twice, default=0)) for reason, wrong in checks if wrong), None)
