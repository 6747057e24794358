"""What an agreement is called."""

from collections.abc import Iterable

from django import template

from qiao.agreements.wording import title_of
from qiao.org.models import Unit

register = template.Library()


@register.simple_tag
def agreement_title(provider: Unit, customers: Iterable[Unit]) -> str:
    """Its two sides in the reader's language."""
    return title_of(provider, customers)
