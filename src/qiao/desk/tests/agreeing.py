"""After every test: what is counted on requests is what one counts anew."""

import pytest
from django.db.models import Q

from qiao.desk.models import Fellow, Item, Link, Request
from qiao.desk.rules import HELD, LinkKind


@pytest.fixture(autouse=True)
def counts_agree(db):
    yield
    for request in Request.objects.all():
        blocking = Link.objects.filter(kind=LinkKind.BLOCKS)
        anew = {
            "open_parts": Request.objects.filter(parent=request, closed_at=None).count(),
            "open_blockers": blocking.filter(target=request, source__state__in=HELD).count(),
            "open_items": Item.objects.filter(Q(checked_at=None), request=request, required=True).count(),
            "blocks": blocking.filter(source=request).count(),
            "fellows": Fellow.objects.filter(request=request).count(),
        }
        assert {name: getattr(request, name) for name in anew} == anew, request
