"""Measured values in the reader's language."""

from django import template

from qiao.measure.result import Result
from qiao.pulse.reads.results import sentence

register = template.Library()


@register.simple_tag
def measured(result: Result) -> str:
    """The value with n and interval as a sentence; below the gate what is missing, and no number."""
    return sentence(result)
