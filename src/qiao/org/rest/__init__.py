"""The organisation for programs: reading it, who can do what, and what administrators change."""

from qiao.org.rest import directory, people, skills, units  # noqa: F401  (they fill the router)
from qiao.org.rest.directory import ShiftShown, shift_shown
from qiao.org.rest.door import PersonRef, UnitRef, person_of, person_ref, router, unit_of, unit_ref

__all__ = [
    "PersonRef",
    "ShiftShown",
    "UnitRef",
    "person_of",
    "person_ref",
    "router",
    "shift_shown",
    "unit_of",
    "unit_ref",
]
