"""The codes for programs: what a label or a display has to show."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from qiao.accounts.calls import PersonCall
from qiao.catalogue.models import Service
from qiao.org.models import Unit
from qiao.places.models import Place
from qiao.rest.bodies import Shown
from qiao.rest.routing import Router
from qiao.rest.scopes import register
from qiao.shopfloor.codes import CodeKind, address

READ = register("codes:read", _("Read what QR codes hold"))

router = Router("Codes")


class CodeShown(Shown):
    kind: CodeKind = Field(description="`p` a place, `u` a unit, `s` a service.")
    code: str
    name_zh: str
    name_en: str
    address: str = Field(description="What the QR code holds, for ever.")


@router.read("/codes/{kind}/{code}", scope=READ, answer=CodeShown)
def code_of(http: PersonCall, kind: CodeKind, code: str) -> CodeShown:
    """The address behind the code of a place, a unit or a service."""
    found = _found(http, kind, code)
    if found is None:
        raise Http404
    return CodeShown(
        kind=kind,
        code=found.code,
        name_zh=found.name_zh,
        name_en=found.name_en,
        address=address(kind, found.code),
    )


def _found(http: PersonCall, kind: CodeKind, code: str) -> Place | Unit | Service | None:
    """Only what would open for this person."""
    code = code.replace("\0", "")
    if kind is CodeKind.PLACE:
        return Place.objects.active().filter(code__iexact=code).first()
    if kind is CodeKind.UNIT:
        return Unit.objects.active().filter(code=code).first()
    return Service.objects.offered().open_to(http.person.scope).filter(code=code).first()
