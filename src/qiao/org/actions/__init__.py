"""The only writers of the organisation.

Every action takes keywords, who does it (``by``; None is the system itself) and when (``at``), refuses with
``Refused``, loses a race with ``Conflict`` and appends its event to the ledger in the same transaction.
``expected`` is the revision that the writer saw; None means that it does not matter.
"""

from qiao.org.actions.calendars import (
    change_calendar,
    clear_day,
    close_calendar,
    create_calendar,
    reopen_calendar,
    set_day,
    standard_calendar,
)
from qiao.org.actions.holidays import remove_holiday, seed_holidays, set_holiday
from qiao.org.actions.importing import apply_plan
from qiao.org.actions.people import change_person, create_person, leave, return_person
from qiao.org.actions.positions import (
    change_position,
    close_position,
    create_position,
    give_position,
    leave_position,
    reopen_position,
)
from qiao.org.actions.roles import grant_role, revoke_role
from qiao.org.actions.skills import change_skill, give_skill, name_skill, take_skill
from qiao.org.actions.substitutes import change_substitute, end_substitute, set_substitute
from qiao.org.actions.units import (
    change_unit,
    close_unit,
    create_unit,
    edit_unit,
    move_unit,
    reopen_unit,
    set_leader,
)

__all__ = [
    "apply_plan",
    "change_calendar",
    "change_person",
    "change_position",
    "change_skill",
    "change_substitute",
    "change_unit",
    "clear_day",
    "close_calendar",
    "close_position",
    "close_unit",
    "create_calendar",
    "create_person",
    "create_position",
    "create_unit",
    "edit_unit",
    "end_substitute",
    "give_position",
    "give_skill",
    "grant_role",
    "leave",
    "leave_position",
    "move_unit",
    "name_skill",
    "remove_holiday",
    "reopen_calendar",
    "reopen_position",
    "reopen_unit",
    "return_person",
    "revoke_role",
    "seed_holidays",
    "set_day",
    "set_holiday",
    "set_leader",
    "set_substitute",
    "standard_calendar",
    "take_skill",
]
