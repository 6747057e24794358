"""What one of the cast does with a request, written down as data for the scenes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from qiao.catalogue.rules import Priority
from qiao.desk import actions
from qiao.desk.models import Request
from qiao.desk.rules import PauseKind, RefusalKind
from qiao.org.models import Person
from qiao.sample.lives import Clockwork, tick_off

# Called at its moment with the request as it then is.
Act = Callable[[Clockwork, Request], Request]


def person(clock: Clockwork, who: str) -> Person:
    """One of the cast by user name, or whoever leads the unit with this code."""
    known = clock.world.cast.get(who)
    return known or clock.world.members[who][0]


def accept(who: str) -> Act:
    return lambda clock, request: actions.accept(request=request, by=person(clock, who), at=clock.now)


def assign(who: str) -> Act:
    """Takes it upon themselves, but has not accepted it yet: it waits in their own list."""
    return lambda clock, request: actions.assign(
        request=request, by=person(clock, who), at=clock.now, to=person(clock, who)
    )


def offer(who: str, unit: str, note: str) -> Act:
    return lambda clock, request: actions.offer(
        request=request, by=person(clock, who), at=clock.now, unit=clock.world.units[unit], note=note
    )


def take(who: str) -> Act:
    return lambda clock, request: actions.take(request=request, by=person(clock, who), at=clock.now)


def pause(who: str, kind: PauseKind, whom: str = "", reason: str = "") -> Act:
    return lambda clock, request: actions.pause(
        request=request, by=person(clock, who), at=clock.now, kind=kind, counterpart=whom, reason=reason
    )


def resume(who: str) -> Act:
    return lambda clock, request: actions.resume(request=request, by=person(clock, who), at=clock.now)


def hurry(who: str, priority: Priority, note: str) -> Act:
    return lambda clock, request: actions.reprioritise(
        request=request, by=person(clock, who), at=clock.now, priority=priority, note=note
    )


def deliver(who: str, note: str) -> Act:
    def act(clock: Clockwork, request: Request) -> Request:
        by = person(clock, who)
        tick_off(Request.objects.get(pk=request.pk), by=by, at=clock.now)
        return actions.deliver(request=request, by=by, at=clock.now, note=note)

    return act


def confirm(who: str) -> Act:
    return lambda clock, request: actions.confirm(request=request, by=person(clock, who), at=clock.now)


def reopen(who: str, note: str) -> Act:
    return lambda clock, request: actions.reopen(
        request=request, by=person(clock, who), at=clock.now, note=note
    )


def decline(who: str, kind: RefusalKind, note: str) -> Act:
    return lambda clock, request: actions.decline(
        request=request, by=person(clock, who), at=clock.now, kind=kind, note=note
    )


def withdraw(who: str, note: str) -> Act:
    return lambda clock, request: actions.withdraw(
        request=request, by=person(clock, who), at=clock.now, note=note
    )


def show(who: str, paper: Callable[[], UploadedFile[Any]]) -> Act:
    def act(clock: Clockwork, request: Request) -> Request:
        actions.attach(request=request, by=person(clock, who), at=clock.now, upload=paper())
        return request

    return act


def say(who: str, body: str) -> Act:
    def act(clock: Clockwork, request: Request) -> Request:
        actions.comment(request=request, by=person(clock, who), at=clock.now, body=body)
        return request

    return act
