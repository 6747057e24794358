"""What an imported log shows: its report, and the same figures counted from the rows of the desk."""

from __future__ import annotations

import json
from statistics import median
from typing import Any

from click.testing import CliRunner
from django.db.models import Count, F, Max, Min, Sum

from qiao.desk.models import Handoff, Request
from qiao.ledger.models import Event
from qiao.logimport.cli import import_log
from qiao.logimport.models import ImportedLog
from qiao.org.models import Person, Unit
from tests.real.data import RealLog

SUBJECT = Request._meta.label_lower


def imported(log: RealLog, name: str) -> dict[str, Any]:
    """Imports a log through the command and returns its report."""
    done = CliRunner().invoke(
        import_log, [str(log.path), *log.options, "--json", "--name", name], catch_exceptions=False
    )
    if done.exit_code:
        raise AssertionError(done.output)
    return dict(json.loads(done.stdout))


def counted(name: str) -> dict[str, float]:
    """The figures of one imported log, from the rows that pages read."""
    log = ImportedLog.objects.get(name=name)
    requests = Request.objects.filter(imported_from__log=log)
    handoffs = Handoff.objects.filter(request__imported_from__log=log).exclude(from_unit=F("to_unit"))
    passed = requests.aggregate(bounces=Sum("bounces"))
    told = _told(log)
    return {
        "cases": requests.count(),
        "events": len(set(_events(log).values_list("subject_id", "data__event").distinct())),
        "activities": len({event for _subject, event in told}),
        "resources": Person.objects.filter(number__startswith=f"p{log.pk}-").count(),
        "teams": Unit.objects.filter(code__startswith=f"u{log.pk}-").count(),
        "handoffs": handoffs.count(),
        "cases_without_handoff": requests.annotate(n=Count("handoffs")).filter(n=0).count(),
        "bounces": passed["bounces"] or 0,
        "cases_with_bounce": requests.filter(bounces__gt=0).count(),
        "median_duration_s": median(_durations(log)),
        "cases_with_handoff": requests.annotate(n=Count("handoffs")).filter(n__gt=0).count(),
        "late": requests.filter(delivered_at__gt=F("promised_at")).count(),
        "with_deadline": requests.filter(promised_at__isnull=False).count(),
    }


def _events(log: ImportedLog) -> Any:
    return Event.objects.filter(subject_type=SUBJECT, data__log=log.name)


def _told(log: ImportedLog) -> set[tuple[int, str]]:
    return set(_events(log).values_list("subject_id", "data__activity").distinct())


def _durations(log: ImportedLog) -> list[float]:
    spans = _events(log).values("subject_id").annotate(first=Min("at"), last=Max("at"))
    return [(span["last"] - span["first"]).total_seconds() for span in spans]
