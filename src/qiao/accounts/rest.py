"""Who a program is, and what it may."""

from datetime import datetime

from pydantic import Field

from qiao.accounts.calls import PersonCall
from qiao.rest.bodies import Shown
from qiao.rest.routing import Router

router = Router("You")


class UnitOfMine(Shown):
    code: str
    name_zh: str
    name_en: str


class Me(Shown):
    id: int
    number: str = Field(description="Personnel number.")
    name: str
    name_en: str
    language: str
    unit: UnitOfMine
    is_administrator: bool
    scopes: list[str] | None = Field(description="What this token may; null in a browser's session.")
    token_expires_at: datetime | None


@router.read("/me", scope="", answer=Me)
def me(http: PersonCall) -> Me:
    """The person behind the token.

    Any token may ask this: a program sees whether it is let in, as whom, and until when.
    """
    person, token = http.person, http.token
    return Me(
        id=person.pk,
        number=person.number,
        name=person.name,
        name_en=person.name_en,
        language=person.language,
        unit=UnitOfMine.model_validate(person.unit, from_attributes=True),
        is_administrator=person.scope.is_administrator,
        scopes=sorted(http.caller.scopes) if http.caller.scopes is not None else None,
        token_expires_at=token.expires_at if token else None,
    )
