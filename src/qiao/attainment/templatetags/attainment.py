"""Shares with their intervals."""

from django import template

from qiao.attainment.reads import Kept
from qiao.attainment.words import share

register = template.Library()


@register.filter
def in_words(kept: Kept) -> str:
    """The share with n and interval, or what is missing for one."""
    return share(kept)
