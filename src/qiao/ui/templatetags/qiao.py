"""Template tags of the component library; they are builtins, no `{% load %}` is needed.

Atoms that stand in rows are plain functions with `format_html`: quick, and escaping is not a choice.
"""

from datetime import datetime
from typing import Any, Literal

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from qiao.ui import fields, icons, slots, words
from qiao.ui.bars import Ageing, Capacity, Meter, ShiftBar, percent
from qiao.ui.clock import Clock, ClockKind
from qiao.ui.relay import Relay, cards
from qiao.ui.relay_drawing import draw

register = template.Library()

_EMPTY = mark_safe("")
_UNKNOWN_AGE = mark_safe(
    '<svg class="q-age" aria-hidden="true"><line x2="100%" y1="7" y2="7" class="s-line2 w15 dash"/></svg>'
)
_CLOCK_ICONS = {
    ClockKind.OVER: "bang",
    ClockKind.WAIT: "pause",
    ClockKind.MET: "check",
    ClockKind.LATE: "clock",
}


@register.simple_tag
def icon(name: str, size: Literal["", "s", "l"] = "", label: str = "") -> SafeString:
    """A symbol of the sprite; with a label it is an image that says so, without it is decoration."""
    return icons.labelled(name, size, label) if label else icons.symbol(name, size)


@register.simple_tag(takes_context=True)
def slot(context: RequestContext, name: str, subject: Any = None) -> SafeString:
    """What the packages above show in this place of the page (see ``qiao.ui.slots``)."""
    http = context.get("request")
    return slots.render(name, http, subject) if http is not None else SafeString()


@register.simple_tag
def clock(value: Clock | None, size: Literal["", "big"] = "") -> SafeString:
    """A clock with its ring or mark; nothing when there is none."""
    if value is None:
        return _EMPTY
    classes = f"q-clock {value.kind.value} {size}".rstrip()
    if value.kind in (ClockKind.QUIET, ClockKind.SOON):
        return format_html(
            '<span class="{}"><svg viewBox="0 0 16 16" aria-hidden="true">'
            '<circle class="tr" cx="8" cy="8" r="6"/>'
            '<circle class="fg" cx="8" cy="8" r="6" pathLength="100" stroke-dasharray="{} 100" '
            'transform="rotate(-90 8 8)"/></svg>{}</span>',
            classes,
            round(100 * value.share),
            value.label,
        )
    mark = _CLOCK_ICONS.get(value.kind)
    return format_html(
        '<span class="{}">{}{}</span>', classes, icons.symbol(mark) if mark else "", value.label
    )


@register.simple_tag
def chip(text: str, kind: str = "", icon: str = "") -> SafeString:
    """A square chip; kinds: line, accent, soon, over, wait."""
    return format_html(
        '<span class="{}">{}{}</span>',
        f"q-chip {kind}".rstrip(),
        icons.symbol(icon) if icon else "",
        text,
    )


@register.simple_tag
def avatar(
    name: object,
    size: Literal["", "s", "l"] = "",
    kind: Literal["person", "unit"] = "person",
    me: bool = False,
    label: bool = False,
) -> SafeString:
    """Round for a person, square for a unit. Decoration beside a written name; an image when labelled."""
    text = "" if name is None else str(name)
    parts = ["q-av", size, "unit" if kind == "unit" else "", "me" if me else ""]
    short = text.strip()[:1] if kind == "unit" else words.initials(text)
    classes = " ".join(part for part in parts if part)
    if label:
        return format_html(
            '<span class="{}" role="img" aria-label="{}" title="{}">{}</span>', classes, text, text, short
        )
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, short)


@register.simple_tag
def count(number: int | None, on: bool = False) -> SafeString:
    """A number in a pill; `on` when it waits for the reader (nought never does). Nothing for None."""
    if number is None:
        return _EMPTY
    return format_html('<span class="{}">{}</span>', "q-count on" if on and number else "q-count", number)


@register.simple_tag
def why(reason: object, id: str = "") -> SafeString:  # noqa: A002  # the name it has in the markup
    """Lock and reason beside a disabled button; nothing when there is no reason."""
    text = str(reason) if reason else ""
    if not text:
        return _EMPTY
    anchor = format_html(' id="{}"', id) if id else ""
    return format_html('<p class="q-why"{}>{}<span>{}</span></p>', anchor, icons.symbol("lock", "s"), text)


@register.simple_tag(takes_context=True)
def when(
    context: dict[str, Any],
    at: datetime | None,
    form: Literal["moment", "day", "date", "time", "by"] = "moment",
) -> SafeString:
    """A `<time>` in the reader's language and zone, everything in its title; nothing for None."""
    if at is None:
        return _EMPTY
    now = context.get("now")
    now = now if isinstance(now, datetime) else None
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', at.isoformat(), words.full_text(at), _when(at, form, now)
    )


def _when(at: datetime, form: str, now: datetime | None) -> str:
    if form == "moment":
        return words.when_text(at, now)
    if form == "by":
        return words.by_text(at, now)
    here = timezone.localtime(at)
    if form == "time":
        return words.clock_text(here)
    if form == "date":
        return words.date_text(here.date())
    return words.day_text(here.date(), timezone.localtime(now or timezone.now()).date())


@register.simple_tag
def duration(seconds: float | None, day: int | None = None) -> str:
    """A length of time in words; empty for None."""
    return "" if seconds is None else words.duration_text(seconds, day)


@register.filter
def local(obj: object, name: str = "name") -> str:
    """`name_zh` or `name_en` by the reader's language."""
    return words.local(obj, name)


@register.simple_tag(takes_context=True)
def qs(context: RequestContext, **changes: object) -> str:
    """The page's own query with parameters replaced (None or "" removes one); cursors are always dropped."""
    request = context.get("request")
    query: QueryDict = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name in ("after", "before"):
        query.pop(name, None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None and value != "":
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:
    """Label, input, help and error of one form field, wired for screen readers."""
    return fields.render(bound, fields.Options(**options))


@register.inclusion_tag("ui/relay.html")
def relay_bar(relay: Relay) -> dict[str, object]:
    """The relay bar with its cards."""
    told = cards(relay)
    folded = len(told) > 10
    return {
        "relay": relay,
        "drawing": draw(relay),
        "first": told[:3] if folded else told,
        "middle": told[3:-4] if folded else (),
        "last": told[-4:] if folded else (),
    }


@register.inclusion_tag("ui/shift_bar.html")
def shift_bar(bar: ShiftBar) -> dict[str, object]:
    """The strip of the shift that is on."""
    return {
        "bar": bar,
        "now": percent(bar.share),
        "anchor": "start" if bar.share < 0.12 else "end" if bar.share > 0.88 else "middle",
        "breaks": [
            {
                "x": percent(b.start),
                "w": percent(b.end - b.start),
                "middle": percent((b.start + b.end) / 2),
                "label": b.label if 0.22 < (b.start + b.end) / 2 < 0.78 else "",
            }
            for b in bar.breaks
        ],
    }


@register.simple_tag
def ageing(value: Ageing | None) -> SafeString:
    """How old against what is usual: ticks at the median and at P85. The words beside it say the same."""
    if value is None:
        return _EMPTY
    if value.p50 is None and value.p85 is None:
        return _UNKNOWN_AGE
    tick = '<rect x="{}" y="2" width="1.5" height="10" class="f-ink3"/>'
    p50, p85 = (
        format_html(tick, percent(q / value.scale)) if q is not None else "" for q in (value.p50, value.p85)
    )
    return format_html(
        '<svg class="q-age" aria-hidden="true"><rect y="5" width="100%" height="4" rx="2" class="f-sunk"/>'
        '<rect y="5" width="{}" height="4" rx="2" class="f-{}"/>{}{}</svg>',
        percent(value.age / value.scale),
        value.kind,
        p50,
        p85,
    )


@register.simple_tag
def capacity(value: Capacity) -> SafeString:
    """Planned against available time of one person; its sentence stands below it."""
    if value.away:
        bar = mark_safe('<rect width="100%" height="8" rx="4" fill="url(#hatch)"/>')
    else:
        end = percent(value.available / value.scale)
        bar = format_html(
            '<rect width="{}" height="8" rx="4" class="f-sunk"/>'
            '<rect width="{}" height="8" rx="4" class="f-{}"/>'
            '<rect x="{}" y="-3" width="2" height="14" class="f-ink3"/>',
            end,
            percent(value.planned / value.scale),
            "soon" if value.over else "accl",
            end,
        )
    return format_html(
        '<svg class="q-capbar" aria-hidden="true">{}</svg><p class="small {}">{}</p>',
        bar,
        "c-soon" if value.over and not value.away else "muted",
        value.sentence,
    )


@register.simple_tag
def meter(value: Meter) -> SafeString:
    """So many of so many, as a bar with its words for screen readers."""
    done, begun = value.shares
    second = (
        format_html('<rect width="{}" height="8" rx="4" class="f-c2"/>', percent(begun)) if value.part else ""
    )
    return format_html(
        '<svg class="q-meter" role="img" aria-label="{}">'
        '<rect width="100%" height="8" rx="4" class="f-sunk"/>{}'
        '<rect width="{}" height="8" rx="4" class="f-acc"/></svg>',
        value.label,
        second,
        percent(done),
    )
