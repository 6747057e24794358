"""What the customers of the sample say after their requests: drawn and published by the real actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from qiao.desk.models import Request
from qiao.desk.rules import State as Stage
from qiao.pulse import actions
from qiao.pulse.actions.publishing import last_monday
from qiao.pulse.models import Lot
from qiao.pulse.rules import Kept, Outcome, Solved
from qiao.sample.lives import Clockwork, Life

TICK = timedelta(hours=6)
ANSWERING, SKIPPING, WRITING = 0.66, 0.09, 0.3
PLEASED = (
    "来得快，修完还教了我们怎么点检。",
    "说好几点就几点，没有催过。",
    "讲得清楚，下次我们自己也会看了。",
    "换班的时候也有人接，没有断。",
)
MIXED = (
    "修好了，就是等备件时没人说一声。",
    "结果可以，单子填得有点多。",
    "转了两个组才找到人。",
    "希望改时间前先打个电话。",
)
ANNOYED = (
    "第二天又坏了，只好再报一次。",
    "说好上午，拖到下班才来，线停着等。",
    "来回问了三遍同样的问题。",
    "东西不对，我们自己返工的。",
)


@dataclass
class Pulses:
    """Draws, lets people answer or not, and publishes every week."""

    clock: Clockwork
    until: datetime
    add: Callable[[datetime, Life], None]
    sealed: str = ""

    def tick(self) -> Life:
        """What the background does, and whom it wakes."""
        seen, published = self.clock.now, None
        while True:
            now = self.clock.now
            self._draw(seen, now)
            actions.expire(at=now)
            if (monday := last_monday(now)) != published:
                actions.publish(at=now)
                published = monday
            seen = now
            yield now + TICK

    def _draw(self, since: datetime, now: datetime) -> None:
        new = Request.objects.filter(state=Stage.CONFIRMED, closed_at__gt=since, closed_at__lte=now, lot=None)
        month = f"{timezone.localtime(now):%Y-%m}"
        if month != self.sealed:
            self.sealed, salt = month, f"{self.clock.world.random.getrandbits(256):064x}"
            actions.seal(month=month, at=now, salt=salt)
        for request in new.select_related("service").order_by("closed_at", "pk"):
            lot = actions.draw(request=request, at=now)
            if lot is not None and lot.outcome == Outcome.INVITED:
                delay = timedelta(hours=self.clock.world.random.lognormvariate(2.5, 1.0))
                self.add(now + delay, self._opinion(lot, request))

    def _opinion(self, lot: Lot, request: Request) -> Life:
        """Answers, would rather not, or keeps silent; the cast leave theirs to whoever looks around."""
        person, now, roll = (
            self.clock.people.get(lot.person_id or 0),
            self.clock.now,
            self.clock.world.random.random(),
        )
        mine = person in self.clock.world.cast.values() and self.until - lot.at < timedelta(days=7)
        if (
            person is None
            or mine
            or lot.expires_at is None
            or now >= lot.expires_at
            or roll > ANSWERING + SKIPPING
        ):
            return
        if not Lot.objects.filter(pk=lot.pk, request__state=Stage.CONFIRMED).exists():
            return
        if roll > ANSWERING:
            actions.skip(lot=lot, by=person, at=now)
        else:
            solved, effort, kept = self._said(request)
            words = self._words(solved, effort) if self.clock.chance(WRITING) else ""
            actions.answer(lot=lot, by=person, at=now, solved=solved, effort=effort, kept=kept, comment=words)
        yield now

    def _said(self, request: Request) -> tuple[Solved, int, Kept]:
        """Late, reopened and slow units please less."""
        late = bool(
            request.promised_at and request.delivered_at and request.delivered_at > request.promised_at
        )
        trouble = 1.2 * late + 1.0 * bool(request.reopened) + 0.4 * request.bounces
        effort = round(self.clock.world.random.gauss(4.3 - trouble, 0.8))
        solved = Solved.YES if effort >= 4 or self.clock.chance(0.6) else Solved.PARTLY
        if effort <= 2 and self.clock.chance(0.5):
            solved = Solved.NO
        kept = Kept.NOT_AGREED if request.promised_at is None else Kept.NO if late else Kept.YES
        return solved, min(5, max(1, effort)), kept

    def _words(self, solved: Solved, effort: int) -> str:
        said = ANNOYED if effort <= 2 or solved is Solved.NO else MIXED if effort == 3 else PLEASED
        return self.clock.pick(said)
