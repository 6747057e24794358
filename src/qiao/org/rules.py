"""A person's place in the organisation as plain values, and who may change what. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """Roles that do not follow from the tree (leader and head do)."""

    SURVEY_OFFICER = "survey_officer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> Any:
        return ROLE_LABELS[self]


ROLE_LABELS: Mapping[Role, Any] = {
    Role.SURVEY_OFFICER: _("Survey officer"),
    Role.ADMINISTRATOR: _("Administrator"),
}


@dataclass(frozen=True)
class Scope:
    """Which units a person belongs to, leads and may act for.

    ``member_ids``: home unit, the units of held positions, and all units above them (a member of a team
    is a member of its department). ``led_ids``: units led, directly or as a substitute, and all below.
    ``head_ids``: only the units that this person leads in person, without those below.
    ``stands_in_for``: the people whose work this person does at the moment.
    ``asks_only``: whatever they belong to, they are only a customer here: so at a kiosk.
    """

    person_id: int
    member_ids: frozenset[int] = frozenset()
    led_ids: frozenset[int] = frozenset()
    stands_in_for: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()
    head_ids: frozenset[int] = frozenset()
    asks_only: bool = False

    @property
    def unit_ids(self) -> frozenset[int]:
        """Every unit this person may act for."""
        return frozenset() if self.asks_only else self.member_ids | self.led_ids

    @property
    def own_ids(self) -> frozenset[int]:
        """The units whose confidential matters are theirs to know: as a member or as the direct leader."""
        return self.member_ids | self.head_ids

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    def is_or_stands_in_for(self, person_id: int | None) -> bool:
        return person_id is not None and (person_id == self.person_id or person_id in self.stands_in_for)


class Reason(StrEnum):
    """Why something is refused. The value is the stable code; nothing else invents wording."""

    NOT_ADMINISTRATOR = "not_administrator"
    NOT_YOURS_TO_COVER = "not_yours_to_cover"
    CODE_TAKEN = "code_taken"
    NUMBER_TAKEN = "number_taken"
    EMAIL_TAKEN = "email_taken"
    NAME_MISSING = "name_missing"
    BELOW_ITSELF = "below_itself"
    UNIT_CLOSED = "unit_closed"
    UNIT_OPEN = "unit_open"
    NEEDS_CALENDAR = "needs_calendar"
    HAS_PEOPLE = "has_people"
    HAS_UNITS = "has_units"
    HAS_POSITIONS = "has_positions"
    PERSON_GONE = "person_gone"
    PERSON_HERE = "person_here"
    MANAGES_ITSELF = "manages_itself"
    STILL_LEADS = "still_leads"
    STILL_STANDS_IN = "still_stands_in"
    SUCCESSOR_IS_SELF = "successor_is_self"
    LAST_ADMINISTRATOR = "last_administrator"
    ENDS_BEFORE_START = "ends_before_start"
    IS_OVER = "is_over"
    OWN_SUBSTITUTE = "own_substitute"
    ALREADY_COVERED = "already_covered"
    SUBSTITUTE_AWAY = "substitute_away"
    STANDS_IN_MEANWHILE = "stands_in_meanwhile"
    POSITION_CLOSED = "position_closed"
    POSITION_HELD = "position_held"
    HELD_ALREADY = "held_already"
    CALENDAR_CLOSED = "calendar_closed"
    CALENDAR_IN_USE = "calendar_in_use"
    CALENDAR_NEVER_WORKS = "calendar_never_works"
    NOT_YOURS_TO_JUDGE = "not_yours_to_judge"
    NOT_A_LEADER = "not_a_leader"
    SKILL_CLOSED = "skill_closed"
    NO_SUCH_LEVEL = "no_such_level"

    @property
    def sentence(self) -> Any:
        return SENTENCES[self]

    @property
    def status(self) -> int:
        """For HTTP: 403 where it depends on who asks, 409 where it depends on the state of things."""
        return 403 if self in WHO_ASKS else 409


WHO_ASKS = {
    Reason.NOT_ADMINISTRATOR,
    Reason.NOT_YOURS_TO_COVER,
    Reason.NOT_YOURS_TO_JUDGE,
    Reason.NOT_A_LEADER,
}
SENTENCES: Mapping[Reason, Any] = {
    Reason.NOT_ADMINISTRATOR: _("Only an administrator may change the organisation."),
    Reason.NOT_YOURS_TO_COVER: _(
        "Only the person, somebody who leads them or an administrator may name a substitute."
    ),
    Reason.CODE_TAKEN: _("The code “%(code)s” is taken: choose another."),
    Reason.NUMBER_TAKEN: _("The personnel number “%(number)s” is taken: choose another."),
    Reason.EMAIL_TAKEN: _("The e-mail address %(email)s belongs to somebody else."),
    Reason.NAME_MISSING: _("A name is missing."),
    Reason.BELOW_ITSELF: _("A unit cannot be placed below itself."),
    Reason.UNIT_CLOSED: _("“%(unit)s” is closed: choose another unit or reopen it first."),
    Reason.UNIT_OPEN: _("This unit is not closed."),
    Reason.NEEDS_CALENDAR: _(
        "A unit at the top needs a calendar of its own, because it has none to take over."
    ),
    Reason.HAS_PEOPLE: _("People still belong to it (%(count)s): move them first."),
    Reason.HAS_UNITS: _("There are still units below it (%(count)s): move or close them first."),
    Reason.HAS_POSITIONS: _("There are still positions in it (%(count)s): close them first."),
    Reason.PERSON_GONE: _("%(person)s is no longer active: choose somebody else."),
    Reason.PERSON_HERE: _("This person is active."),
    Reason.MANAGES_ITSELF: _("Nobody can be their own manager, directly or through others."),
    Reason.STILL_LEADS: _("They still lead %(units)s: name a successor."),
    Reason.STILL_STANDS_IN: _("They still stand in for %(people)s: name another substitute first."),
    Reason.SUCCESSOR_IS_SELF: _("Somebody else has to be the successor."),
    Reason.LAST_ADMINISTRATOR: _("This is the last administrator: appoint another one first."),
    Reason.ENDS_BEFORE_START: _("The end has to come after the start."),
    Reason.IS_OVER: _("This period is over."),
    Reason.OWN_SUBSTITUTE: _("Nobody can stand in for themselves."),
    Reason.ALREADY_COVERED: _("There is a substitute in this period already: %(person)s."),
    Reason.SUBSTITUTE_AWAY: _("%(person)s is away themselves in this period: choose somebody else."),
    Reason.STANDS_IN_MEANWHILE: _(
        "They stand in for %(person)s in this period: find another substitute there first."
    ),
    Reason.POSITION_CLOSED: _("This position is closed."),
    Reason.POSITION_HELD: _("People still hold it (%(count)s): end that first."),
    Reason.HELD_ALREADY: _("%(person)s holds this position already."),
    Reason.CALENDAR_CLOSED: _("The calendar “%(calendar)s” is closed: choose another."),
    Reason.CALENDAR_IN_USE: _("Units still work by this calendar (%(count)s): give them another first."),
    Reason.CALENDAR_NEVER_WORKS: _("This calendar never works: give at least one day a shift."),
    Reason.NOT_YOURS_TO_JUDGE: _("Only somebody who leads them or an administrator enters skills."),
    Reason.NOT_A_LEADER: _("Only who leads a unit or an administrator may do this."),
    Reason.SKILL_CLOSED: _("“%(skill)s” is no longer in use: choose another."),
    Reason.NO_SUCH_LEVEL: _("A skill has levels 1 to 4."),
}

# As skill matrices on the shop floor count: learning, under guidance, alone, teaches others.
SKILL_LEVELS: Mapping[int, Any] = {
    1: _("is learning it"),
    2: _("with guidance"),
    3: _("on their own"),
    4: _("teaches others"),
}


def skill_level(level: int) -> str:
    """The level in words."""
    return str(SKILL_LEVELS.get(level, level))


def why_not_administer(by: Scope | None) -> Reason | None:
    """Administrators change the organisation; so does the system itself (None), for imports and samples."""
    return None if by is None or by.is_administrator else Reason.NOT_ADMINISTRATOR


def why_not_cover(by: Scope | None, person_id: int, home_id: int) -> Reason | None:
    """Whether ``by`` may name who stands in for a person whose home is the unit ``home_id``."""
    if by is None or by.is_administrator or by.person_id == person_id or home_id in by.led_ids:
        return None
    return Reason.NOT_YOURS_TO_COVER


def why_not_judge(by: Scope | None, home_id: int) -> Reason | None:
    """Who leads a person says what they can do; nobody says it of themselves."""
    if by is None or by.is_administrator or home_id in by.led_ids:
        return None
    return Reason.NOT_YOURS_TO_JUDGE


def why_not_name_skills(by: Scope | None) -> Reason | None:
    """The register is shared: whoever leads a unit may add to it."""
    return None if by is None or by.is_administrator or by.led_ids else Reason.NOT_A_LEADER


def why_not_place(unit_id: int, under: Iterable[int]) -> Reason | None:
    """Whether a unit may go below another, given the ids of that one and of everything above it."""
    return Reason.BELOW_ITSELF if unit_id in set(under) else None


def why_not_manage(
    person_id: int, manager_id: int | None, managers: Mapping[int, int | None]
) -> Reason | None:
    """Whether somebody may become a person's manager, given who manages whom today."""
    seen: set[int] = set()
    above = manager_id
    while above is not None and above not in seen:
        if above == person_id:
            return Reason.MANAGES_ITSELF
        seen.add(above)
        above = managers.get(above)
    return None


@dataclass(frozen=True)
class Cover:
    """One substitution, as the rules see it."""

    person_id: int
    substitute_id: int
    since: datetime
    until: datetime

    def overlaps(self, other: Cover) -> bool:
        return self.since < other.until and other.since < self.until


def why_not_substitute(wanted: Cover, others: Iterable[Cover]) -> tuple[Reason, int] | None:
    """Why a substitution cannot be, with the person the reason is about (0: nobody else).

    Chains are refused: whoever stands in has to be there, or nobody knows who acts.
    """
    if wanted.person_id == wanted.substitute_id:
        return Reason.OWN_SUBSTITUTE, 0
    if wanted.until <= wanted.since:
        return Reason.ENDS_BEFORE_START, 0
    for other in others:
        if not wanted.overlaps(other):
            continue
        if other.person_id == wanted.person_id:
            return Reason.ALREADY_COVERED, other.substitute_id
        if other.person_id == wanted.substitute_id:
            return Reason.SUBSTITUTE_AWAY, other.person_id
        if other.substitute_id == wanted.person_id:
            return Reason.STANDS_IN_MEANWHILE, other.person_id
    return None


class Kind(StrEnum):
    """What the ledger says about the organisation."""

    UNIT_CREATED = "org.unit_created"
    UNIT_CHANGED = "org.unit_changed"
    UNIT_MOVED = "org.unit_moved"
    UNIT_CLOSED = "org.unit_closed"
    UNIT_REOPENED = "org.unit_reopened"
    LEADER_SET = "org.leader_set"
    PERSON_CREATED = "org.person_created"
    PERSON_CHANGED = "org.person_changed"
    PERSON_MOVED = "org.person_moved"
    PERSON_LEFT = "org.person_left"
    PERSON_RETURNED = "org.person_returned"
    POSITION_CREATED = "org.position_created"
    POSITION_CHANGED = "org.position_changed"
    POSITION_CLOSED = "org.position_closed"
    POSITION_REOPENED = "org.position_reopened"
    POSITION_TAKEN = "org.position_taken"
    POSITION_LEFT = "org.position_left"
    SUBSTITUTE_SET = "org.substitute_set"
    SUBSTITUTE_CHANGED = "org.substitute_changed"
    SUBSTITUTE_ENDED = "org.substitute_ended"
    ROLE_GRANTED = "org.role_granted"
    ROLE_REVOKED = "org.role_revoked"
    CALENDAR_CREATED = "org.calendar_created"
    CALENDAR_CHANGED = "org.calendar_changed"
    CALENDAR_CLOSED = "org.calendar_closed"
    CALENDAR_REOPENED = "org.calendar_reopened"
    CALENDAR_DAY_SET = "org.calendar_day_set"
    CALENDAR_DAY_CLEARED = "org.calendar_day_cleared"
    HOLIDAY_SET = "org.holiday_set"
    HOLIDAY_REMOVED = "org.holiday_removed"
    SKILL_NAMED = "org.skill_named"
    SKILL_CHANGED = "org.skill_changed"
    SKILL_GIVEN = "org.skill_given"
    SKILL_TAKEN = "org.skill_taken"
