"""Where a relay bar's parts stand: percentages that sum to 100, and labels that never cover each other.

The bar is drawn at whatever width there is, so positions are percentages and texts are pixels. `fits` decides
from which width on a label has room; the stylesheet shows it from there (container queries).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from qiao.ui.relay import Relay, Span, offer_text
from qiao.ui.words import HOUR, MINUTE, wide

WIDTHS = (0, 340, 420, 500, 600, 720)  # the steps of `.q-from-…` in drawings.css
NARROWEST = 270  # pixels: a card on a 340 px phone
_GAP = 10  # pixels between two labels
_SOFT = frozenset({"now", "waiting"})  # these rather give way than stand over another label
_FLOOR, _FLOOR_SUM = 4.0, 50.0  # percent: the least width of a span, and of all the least widths together
Anchor = Literal["start", "middle", "end"]
_LOOKS = {
    "raised": "x12 f-ink3",
    "now": "x12 xb f-acc",
    "waiting": "x12 xb f-wait",
    "over": "x12 xb f-tover",
    "offered": "x12 f-ink2",
    "done": "x12 xb f-ink",
    "late": "x12 xb f-tover",
    "promise": "x12 xb f-ink",
    "promise-done": "x12 f-ink2",
    "ord": "x12 xb f-ink3",
    "ord-now": "x12 xb f-acc",
    "pause": "x12 xb f-wait",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the deck. Kinds: past, now, pause, over."""

    start: float
    width: float
    kind: str
    title: str = ""

    @property
    def x(self) -> str:
        return f"{self.start:.2f}%"

    @property
    def w(self) -> str:
        return f"{self.width:.2f}%"

    @property
    def end(self) -> float:
        return self.start + self.width


@dataclass(frozen=True, slots=True)
class Text:
    """A word on the drawing; `row` 1 is above row 0; shown from `from_width` pixels on."""

    at: float
    anchor: Anchor
    text: str
    kind: str
    row: int = 0
    from_width: int = 0

    @property
    def x(self) -> str:
        return f"{self.at:.2f}%"

    @property
    def y(self) -> str:
        """Above the deck in one of two rows; ordinals under the arches, pauses on the deck."""
        inside = {"ord": "60", "ord-now": "60", "pause": "28.5"}
        return inside.get(self.kind) or ("4", "-9")[self.row]

    @property
    def look(self) -> str:
        return _LOOKS[self.kind]

    def reach(self, width: float) -> tuple[float, float]:
        """From where to where the text goes, in pixels of a bar that is `width` wide."""
        point, long = self.at * width / 100, text_width(self.text)
        left = {"start": point + self.aside, "middle": point - long / 2, "end": point - long + self.aside}
        return left[self.anchor], left[self.anchor] + long

    @property
    def aside(self) -> int:
        """Pixels beside the point: an offer's words must not cover its pier."""
        if self.kind != "offered":
            return 0
        return _GAP if self.anchor == "start" else -_GAP


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template needs, in order of painting."""

    arches: tuple[Piece, ...]
    deck: tuple[Piece, ...]
    open: Piece | None
    piers: tuple[float, ...]
    hollow: float | None
    now: float | None
    promise: float | None
    texts: tuple[Text, ...]
    dense: bool
    over: bool
    waiting: bool

    @property
    def pier_xs(self) -> list[str]:
        return [f"{at:.2f}%" for at in self.piers]

    @property
    def hollow_x(self) -> str:
        return "" if self.hollow is None else f"{self.hollow:.2f}%"

    @property
    def now_x(self) -> str:
        return "" if self.now is None else f"{self.now:.2f}%"

    @property
    def promise_x(self) -> str:
        return "" if self.promise is None else f"{self.promise:.2f}%"


def text_width(text: str) -> float:
    """About how wide 12 px text in weight 600 is, in pixels (Noto Sans and PingFang alike)."""
    return sum(12.2 if wide(char) else 6.8 for char in text)


def scaled(weights: Sequence[float], floor: float = _FLOOR) -> list[float]:
    """Widths in percent that sum to 100: proportional to the weights, none under the floor."""
    count = len(weights)
    if count == 0:
        return []
    floor = min(floor, _FLOOR_SUM / count)
    small: set[int] = set()
    while True:
        free = sum(w for i, w in enumerate(weights) if i not in small)
        space = 100 - floor * len(small)
        if free <= 0:
            return [100 / count] * count
        new = {i for i, w in enumerate(weights) if i not in small and w / free * space < floor}
        if not new:
            return [floor if i in small else w / free * space for i, w in enumerate(weights)]
        small |= new


def draw(relay: Relay) -> Drawing:
    """Lay a relay out."""
    held, rest = relay.held, _rest(relay)
    weights = [sum(s.seconds for s in span.stretches) for span in held]
    widths = scaled([*weights, *rest])
    spans = list(_side_by_side(widths[: len(held)]))
    end = 100.0 if not rest else 100 - widths[-1]
    deck = [piece for span, place in zip(held, spans, strict=True) for piece in _pieces(span, place, relay)]
    over = relay.left < 0
    promise = None
    if relay.promise:
        promise, deck = _split_over(deck, held, -relay.left) if over else (100.0, deck)
    narrowest = min((width for _start, width in spans), default=100.0)
    return Drawing(
        arches=tuple(_arches(held, spans, done=bool(relay.done))),
        deck=tuple(deck),
        open=Piece(end, 100 - end, "open") if rest and not relay.done else None,
        piers=tuple(start for start, _width in spans[1:]),
        hollow=end if relay.offered else None,
        now=None if relay.done or relay.offered or not held else end,
        promise=promise,
        texts=tuple(_texts(relay, spans, deck, end, promise)),
        dense=narrowest * NARROWEST / 100 < 16,
        over=over,
        waiting=_waits(relay),
    )


def _waits(relay: Relay) -> bool:
    """Whether the last party is paused at this moment."""
    held = relay.held
    return bool(held) and held[-1].state == "now" and held[-1].stretches[-1].kind == "pause"


def _rest(relay: Relay) -> list[float]:
    """The stretch after the deck: what is left of the promise; an offer needs one to stand before."""
    if relay.left > 0 or relay.offered or not relay.held:
        return [max(0.0, relay.left)]
    return []


def _side_by_side(widths: Iterable[float]) -> Iterator[tuple[float, float]]:
    start = 0.0
    for width in widths:
        yield start, width
        start += width


def _pieces(span: Span, place: tuple[float, float], relay: Relay) -> Iterator[Piece]:
    start, width = place
    total = sum(s.seconds for s in span.stretches)
    for segment in span.stretches:
        share = segment.seconds / total if total else 1.0
        kind = "pause" if segment.kind == "pause" else "past" if relay.done else span.state
        title = _("paused %(time)s") if segment.kind == "pause" else "%(time)s"
        yield Piece(
            start, width * share, kind, f"{span.unit}: " + title % {"time": relay.time(segment.seconds)}
        )
        start += width * share


def _split_over(deck: list[Piece], held: Sequence[Span], over: float) -> tuple[float, list[Piece]]:
    """Walk back from the end until so much work lies behind: there the promise stood."""
    seconds = [segment.seconds for span in held for segment in span.stretches]
    out: list[Piece] = []
    for index in range(len(deck) - 1, -1, -1):
        piece, length = deck[index], seconds[index]
        if piece.kind == "pause":
            out.insert(0, piece)
        elif length <= over:
            over -= length
            out.insert(0, Piece(piece.start, piece.width, "over", piece.title))
        else:
            red = piece.width * over / length
            split = piece.end - red
            whole = Piece(piece.start, piece.width - red, piece.kind, piece.title)
            tail = [Piece(split, red, "over", piece.title)] if red else []
            return split, [*deck[:index], whole, *tail, *out]
    return 0.0, out


def _arches(held: Sequence[Span], spans: Sequence[tuple[float, float]], *, done: bool) -> Iterator[Piece]:
    for span, (start, width) in zip(held, spans, strict=True):
        yield Piece(start, width, "past" if done else span.state)


def _texts(
    relay: Relay,
    spans: Sequence[tuple[float, float]],
    deck: Sequence[Piece],
    end: float,
    promise: float | None,
) -> Iterator[Text]:
    yield from placed(_over_deck(relay, end, promise))
    for span, (start, width) in zip(relay.held, spans, strict=True):
        kind = "ord-now" if span.state == "now" and not relay.done else "ord"
        yield from _inside(Text(start + width / 2, "middle", str(span.ordinal), kind), width, 8)
    for piece, segment in zip(
        (p for p in deck if p.kind == "pause"),
        (s for span in relay.held for s in span.stretches if s.kind == "pause"),
        strict=True,
    ):
        words = _pause_words(relay, segment.seconds)
        yield from _inside(Text(piece.start + piece.width / 2, "middle", words, "pause"), piece.width, 6)


def _pause_words(relay: Relay, seconds: float) -> str:
    """Minutes go without their unit here: the deck is narrow, and the card below has it."""
    if MINUTE <= seconds < HOUR:
        return _("paused %(minutes)d") % {"minutes": seconds // MINUTE}
    return _("paused %(time)s") % {"time": relay.time(seconds)}


def _over_deck(relay: Relay, end: float, promise: float | None) -> Iterator[Text]:
    """The labels above the deck, the most important first."""
    if promise is not None and relay.promise and relay.promise.at_label:
        text = relay.promise.label or _("promise %(time)s") % {"time": relay.promise.at_label}
        yield Text(promise, _anchor(promise, text), text, "promise-done" if relay.done else "promise", row=1)
    if relay.done and relay.done_label:
        yield Text(
            end, _anchor(end, relay.done_label), relay.done_label, "late" if relay.done == "late" else "done"
        )
    elif relay.offered:
        yield Text(end, "start" if end < 60 else "end", offer_text(relay.offered), "offered")
    elif relay.left < 0:
        text = _("now, %(time)s over") % {"time": relay.time(relay.left)}
        yield Text(end, _anchor(end, text), text, "over")
    elif relay.now_label:
        text = _("now %(time)s") % {"time": relay.now_label}
        yield Text(end, _anchor(end, text), text, "waiting" if _waits(relay) else "now")
    if relay.raised_label:
        yield Text(0, "start", _("raised %(time)s") % {"time": relay.raised_label}, "raised")


def _anchor(at: float, text: str) -> Anchor:
    """Centred on its point, unless that would leave the bar on a middling width."""
    half = text_width(text) / 2 / WIDTHS[3] * 100
    if at < half:
        return "start"
    return "end" if at > 100 - half else "middle"


def placed(texts: Iterable[Text]) -> Iterator[Text]:
    """Each label in its own row, else in the other, from the narrowest width that has room; or not at all."""
    done: list[Text] = []
    for text in texts:
        for width in WIDTHS:
            found = _row_with_room(text, done, width)
            if found:
                done.append(found)
                yield found
                break


def _row_with_room(text: Text, done: Sequence[Text], width: int) -> Text | None:
    for row in (text.row, 1 - text.row):
        there = Text(text.at, text.anchor, text.text, text.kind, row, width)
        if fits(there, done, max(width, NARROWEST)):
            return there
    return None


def fits(text: Text, others: Iterable[Text], width: int) -> bool:
    """Whether a label stays inside a bar of that width and clear of the others in its row.

    Others that come later than `width` still count: they stand there on a wider bar.
    """
    left, right = text.reach(width)
    if left < -0.5 or right > width + 0.5:
        return False
    for other in others:
        if other.row == text.row or text.kind in _SOFT:
            start, stop = other.reach(max(width, other.from_width))
            mine = text.reach(max(width, other.from_width))
            if mine[0] < stop + _GAP and start < mine[1] + _GAP:
                return False
    return True


def _inside(text: Text, share: float, margin: float) -> Iterator[Text]:
    """A label inside a stretch, from the width on at which it fits there."""
    need = text_width(text.text) + margin
    for width in WIDTHS:
        if share / 100 * max(width, NARROWEST) >= need:
            yield Text(text.at, text.anchor, text.text, text.kind, text.row, width)
            return
