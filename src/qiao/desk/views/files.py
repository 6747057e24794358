"""Files of a request, for those who may see it."""

from django.db.models import Q
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from qiao.accounts.gates import PersonRequest, signed_in
from qiao.desk import reads
from qiao.desk.models import Attachment
from qiao.desk.rules import is_customer, is_provider
from qiao.files import serving


@require_safe
@signed_in
def download(http: PersonRequest, number: str, pk: int) -> HttpResponseBase:
    """The file, or a thumbnail of it (``?size=small``); what is among providers exists for them only."""
    request = reads.seen(number, seen_by=http.person)
    mine = Q(request=request) | Q(request__merged_into=request)  # what came with a duplicate, too
    attachment = get_object_or_404(Attachment.objects.filter(mine).select_related("blob"), pk=pk)
    scope = http.person.scope
    if attachment.internal and is_customer(request, scope) and not is_provider(request, scope):
        raise Http404
    return serving.answer(http, attachment.blob, name=attachment.name, size=http.GET.get("size", ""))
