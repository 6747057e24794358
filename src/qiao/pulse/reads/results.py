"""Results for those who provide, lead them, or keep the surveys: never from answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import get_language

from qiao import measure
from qiao.measure.result import Result
from qiao.org.models import Person, Unit
from qiao.org.rules import Role
from qiao.pulse import rules
from qiao.pulse.models import Batch, Cut, Draw, Lot
from qiao.pulse.rules import EFFORT, KEPT, SOLVED, Kept, Outcome, Solved
from qiao.ui.paging import Page, key_page

BATCHES = 12


@dataclass(frozen=True)
class Part:
    """One answer of a question: how many people gave it."""

    label: Any
    count: int
    percent: int


@dataclass(frozen=True)
class Figures:
    """One cut in numbers: distributions, what they mean, and who kept silent."""

    cut: Cut
    solved: list[Part]
    effort: list[Part]
    kept: list[Part]

    @property
    def answered(self) -> int:
        return self.cut.answered

    @property
    def response(self) -> int:
        """Per cent of those who were asked."""
        return round(100 * self.cut.answered / self.cut.asked) if self.cut.asked else 0

    @property
    def silent(self) -> int:
        """Asked, and neither answered nor declined to."""
        return self.cut.asked - self.cut.answered - self.cut.skipped

    @property
    def solved_share(self) -> Result:
        """Share of people for whom it was solved altogether; Wilson interval."""
        found: Result = measure.wilson(self.cut.solved["yes"], self.cut.answered)
        return found

    @property
    def bounds(self) -> Result:
        """The same share, whatever those who kept silent would have said (Manski)."""
        return measure.manski(self.cut.solved["yes"], self.cut.answered, self.cut.asked)

    @property
    def effort_mean(self) -> Result:
        """Mean from 1 (hard) to 5 (easy), with its t interval."""
        return measure.likert_mean([int(each) for each, n in self.cut.effort.items() for _one in range(n)])

    @property
    def kept_share(self) -> Result:
        """Share of kept promises among people with whom a time was agreed; below the gate it says so."""
        agreed = self.cut.kept["yes"] + self.cut.kept["no"]
        found: Result = measure.wilson(self.cut.kept["yes"], agreed)
        return found


@dataclass(frozen=True)
class BatchResults:
    batch: Batch
    whole: Figures | None
    services: list[Figures]
    # The one service that all of it is about, if there is only one.
    about: Cut | None = None


@dataclass(frozen=True)
class UnitResults:
    """Everything that was published of one unit."""

    unit: Unit
    batches: list[BatchResults]
    page: Page[Batch]


@dataclass(frozen=True)
class Overview:
    """One unit in the list, with its latest batch."""

    unit: Unit
    latest: Figures | None
    batch: Batch | None


def overview(person: Person) -> list[Overview]:
    """The units whose results this person may see, with what was published last: three queries."""
    scope = person.scope
    asked = Unit.objects.filter(pk__in=Lot.objects.filter(outcome=Outcome.INVITED).values("unit"))
    if Role.SURVEY_OFFICER not in scope.roles:
        asked = asked.filter(pk__in=scope.unit_ids)
    units = list(asked.order_by("order", "code"))
    newest: dict[int, Batch] = {}
    for batch in Batch.objects.filter(unit__in=units).order_by("number"):
        newest[batch.unit_id] = batch
    wholes = Cut.objects.filter(batch__in=[batch.pk for batch in newest.values()], service=None)
    cuts = {cut.batch_id: cut for cut in wholes}
    return [_row(unit, newest.get(unit.pk), cuts) for unit in units]


def _row(unit: Unit, batch: Batch | None, cuts: dict[int, Cut]) -> Overview:
    cut = cuts.get(batch.pk) if batch else None
    return Overview(unit, figures(cut) if cut else None, batch)


def results(code: str, *, seen_by: Person, params: Any) -> UnitResults:
    """One unit's batches, newest first; Http404 for whoever neither provides there nor leads them."""
    unit = _seen(code, seen_by)
    page = key_page(_batches(unit), order=("-number",), params=params, size=BATCHES)
    return UnitResults(unit, [of_batch(batch) for batch in page.items], page)


def published(code: str, *, seen_by: Person) -> QuerySet[Batch]:
    """The same for programs, which page by themselves."""
    return _batches(_seen(code, seen_by))


def _batches(unit: Unit) -> QuerySet[Batch]:
    return Batch.objects.filter(unit=unit).prefetch_related("cuts__service")


def _seen(code: str, person: Person) -> Unit:
    try:
        unit = Unit.objects.get(code=code)
    except Unit.DoesNotExist as error:
        raise Http404 from error
    if not rules.may_see(person.scope, unit.pk):
        raise Http404
    return unit


def of_batch(batch: Batch) -> BatchResults:
    """Its cuts with their words: the whole unit, and the services that may be shown."""
    cuts = [figures(cut) for cut in batch.cuts.all()]
    whole = next((each for each in cuts if each.cut.service_id is None), None)
    services = [each for each in cuts if each.cut.service_id is not None]
    only = whole is not None and [each.answered for each in services] == [whole.answered]
    return BatchResults(batch, whole, [] if only else services, services[0].cut if only else None)


def figures(cut: Cut) -> Figures:
    """A cut with its words and shares."""
    return Figures(
        cut=cut,
        solved=[_part(SOLVED[each], cut.solved[each], cut) for each in Solved],
        effort=[_part(each, cut.effort[str(each)], cut) for each in EFFORT],
        kept=[_part(KEPT[each], cut.kept[each], cut) for each in Kept],
    )


def _part(label: Any, count: int, cut: Cut) -> Part:
    return Part(label, count, round(100 * count / cut.answered) if cut.answered else 0)


def sentence(result: Result) -> str:
    """The measured value as a sentence in the reader's language; below the gate what is missing."""
    return result.sentence(get_language() or "zh-hans")


@dataclass(frozen=True)
class Checked:
    """The draws of one month, recomputed from its revealed salt."""

    month: str
    lots: int
    wrong: list[str]


def checked() -> list[Checked]:
    """Every revealed month: whether each lot is the one that its salt gives, and the salt the sealed one."""
    found = []
    for draw in Draw.objects.exclude(revealed_at=None).order_by("month"):
        lots = Lot.objects.filter(draw=draw).select_related("request").order_by("pk")
        wrong = [lot.request.number for lot in lots if _is_wrong(lot, draw.salt)]
        if rules.commitment(draw.salt) != draw.commitment:
            wrong.insert(0, draw.month)
        found.append(Checked(draw.month, len(lots), wrong))
    return found


def _is_wrong(lot: Lot, salt: str) -> bool:
    drawn = lot.drawn < lot.rate
    said = lot.outcome in {Outcome.INVITED, Outcome.CAPPED}
    same = abs(rules.lot(salt, lot.request.number) - lot.drawn) < 1e-12
    return not same or (drawn != said and lot.outcome != Outcome.NOBODY)
