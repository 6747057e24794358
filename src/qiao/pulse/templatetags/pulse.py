"""Measured values in the reader's language."""

from django import template
from django.utils.translation import gettext as _

from qiao.measure.result import Result
from qiao.pulse.models import Batch
from qiao.pulse.reads.results import sentence
from qiao.ui.words import date_text

register = template.Library()


@register.simple_tag
def measured(result: Result) -> str:
    """The value with n and interval as a sentence; below the gate what is missing, and no number."""
    return sentence(result)


@register.simple_tag
def period(batch: Batch) -> str:
    """From when to when the requests of a batch were confirmed."""
    return _("%(since)s to %(until)s") % {"since": date_text(batch.since), "until": date_text(batch.until)}
