"""The relay bar: to scale, complete, and legible however many hands it had."""

import itertools
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from qiao.ui import clock, gallery
from qiao.ui.relay import Promise, Relay, Segment, Span, Wait, cards
from qiao.ui.relay_drawing import NARROWEST, WIDTHS, Text, draw, fits, scaled
from qiao.ui.templatetags.qiao import relay_bar

MINUTE = 60


def chain(*minutes: float, left: float | None = 60, done=None, offered=False) -> Relay:
    spans = [Span(n, f"部门{n}", "某人", m * MINUTE) for n, m in enumerate(minutes, 1)]
    if spans and not done:
        last = spans[-1]
        spans[-1] = Span(
            last.ordinal, last.unit, last.person, last.used_seconds, state="now", accountable=True
        )
    if offered:
        spans.append(Span(len(spans) + 1, "物流部", state="offered"))
    promise = None if left is None else Promise(240 * MINUTE, left * MINUTE, at_label="14:30")
    return Relay(tuple(spans), "09:35", "13:42", promise, done=done, done_label="12:40 交付" if done else "")


CHAINS = {
    "just raised": chain(0),
    "one": chain(20),
    "three": chain(18, 48, 126),
    "without a promise": chain(18, 48, left=None),
    "with an instant hop": chain(18, 0, 126),
    "nothing used at all": chain(0, 0, 0, left=0),
    "much left": chain(1, left=100000),
    "offered": chain(55, offered=True),
    "offered when late": chain(55, left=-10, offered=True),
    "broken": chain(40, 270, left=-70),
    "broken from the first minute": chain(40, 20, left=-600),
    "delivered on time": chain(30, 130, left=40, done="on_time"),
    "delivered late": chain(30, 130, left=-40, done="late"),
    "twelve": chain(*[5, 90, 0, 12, 400, 7, 30, 3, 60, 0, 45, 20]),
    "thirty-six": chain(*range(36)),
    "thirty-six and one giant": chain(*[1] * 35, 100000),
    "not begun": Relay((), "09:35"),
    "waiting for a part": replace(
        chain(20, 55), waits=(Wait("设备部", "R-2026-000031", "/requests/R-2026-000031/", clock.met()),)
    ),
}
each_chain = pytest.mark.parametrize("relay", CHAINS.values(), ids=CHAINS.keys())
both_languages = pytest.mark.parametrize("language", ["zh-hans", "en"])


@each_chain
def test_deck_and_rest_fill_the_bar_exactly(relay):
    drawing = draw(relay)
    end = sum(piece.width for piece in drawing.deck)
    rest = drawing.open.width if drawing.open else 100 - end
    assert end + rest == pytest.approx(100)
    for before, after in itertools.pairwise(drawing.deck):
        assert after.start == pytest.approx(before.end)
    assert all(piece.width >= 0 for piece in drawing.deck)


@each_chain
def test_every_hop_stays_wide_enough_to_be_seen(relay):
    widths = [arch.width for arch in draw(relay).arches]
    assert all(width >= min(4, 50 / (len(widths) + 1)) - 1e-9 for width in widths)


@pytest.mark.parametrize(
    ("weights", "widths"),
    [
        ([], []),
        ([5], [100]),
        ([0], [100]),
        ([0, 0], [50, 50]),
        ([1, 3], [25, 75]),
        ([18, 48, 151, 48], [6.79, 18.11, 56.98, 18.11]),
        ([1, 999], [4, 96]),
        ([0, 10, 90], [4, 9.6, 86.4]),
    ],
)
def test_widths_follow_working_time_above_a_floor(weights, widths):
    assert scaled(weights) == pytest.approx(widths, abs=0.01)


@pytest.mark.parametrize(
    ("relay", "promise", "red"),
    [
        (chain(18, 48, 126, left=48), 100, 0),
        (chain(100, left=0), 100, 0),
        (chain(40, 270, left=-70), 77.42, 22.58),
        (chain(40, 20, left=-600), 0, 100),
        (chain(50, 50, left=-50), 50, 50),
        (chain(30, 70, left=-25, done="late"), 75, 25),
        (chain(30, 70, left=None), None, 0),
    ],
)
def test_only_what_lies_past_the_promise_is_red(relay, promise, red):
    drawing = draw(relay)
    assert drawing.promise == (None if promise is None else pytest.approx(promise, abs=0.01))
    assert sum(p.width for p in drawing.deck if p.kind == "over") == pytest.approx(red, abs=0.01)


def test_a_pause_is_no_overrun():
    """20 minutes over; the last half hour was waiting, so the line stands 20 minutes of work earlier."""
    work = (Segment("work", 60 * MINUTE), Segment("pause", 30 * MINUTE), Segment("work", 10 * MINUTE))
    span = Span(1, "自动化组", used_seconds=70 * MINUTE, segments=work, state="now")
    drawing = draw(Relay((span,), "09:35", promise=Promise(3000, -20 * MINUTE, at_label="10:00")))
    assert [(p.kind, round(p.width)) for p in drawing.deck] == [
        ("now", 50),
        ("over", 10),
        ("pause", 30),
        ("over", 10),
    ]
    assert drawing.promise == pytest.approx(50)


@each_chain
@both_languages
@pytest.mark.parametrize("width", [NARROWEST, 324, 400, 500, 565, 720, 758, 1100])
def test_labels_neither_overlap_nor_leave_the_bar(relay, language, width):
    with translation.override(language):
        texts = [t for t in draw(relay).texts if t.from_width <= width]
    for text in texts:
        left, right = text.reach(width)
        assert left >= -0.5
        assert right <= width + 0.5
    for one, other in itertools.combinations(texts, 2):
        if one.y == other.y:
            a, b = sorted([one.reach(width), other.reach(width)])
            assert a[1] <= b[0] + 0.5, (one, other)


@both_languages
def test_the_usual_labels_are_all_there_on_a_desktop(language):
    with translation.override(language):
        kinds = {text.kind for text in draw(gallery.running()).texts if text.from_width <= 758}
    assert kinds >= {"raised", "now", "promise", "ord", "ord-now", "pause"}


@pytest.mark.parametrize("relay", [CHAINS["broken"], CHAINS["delivered late"], CHAINS["three"]])
def test_the_promise_is_said_on_every_phone(relay):
    assert any(t.kind.startswith("promise") and t.from_width == 0 for t in draw(relay).texts)


def test_the_steps_of_the_stylesheet_are_those_of_the_drawing():
    from qiao.ui.tests.test_style import CSS

    styles = (CSS / "drawings.css").read_text("utf-8")
    for width in WIDTHS[1:]:
        assert f"@container (min-width: {width}px) {{ .q-from-{width} {{ display: inline; }} }}" in styles


def test_a_label_without_room_is_left_out():
    wide = Text(50, "middle", "很长的字" * 20, "promise", row=1)
    assert not fits(wide, [], 270)


def test_the_cards_say_who_held_it_how_long_and_who_answers_now():
    with translation.override("zh-hans"):
        told = cards(gallery.running())
    assert [(c.kind, c.title, c.time) for c in told] == [
        ("past", "服务台", "18 分"),
        ("past", "维修一组", "48 分"),
        ("now", "自动化组", "2 小时 6 分"),
        ("due", "离承诺还有", "48 分"),
    ]
    assert [line.text for line in told[0].lines] == ["首问，负责到 09:53"]
    assert [line.text for line in told[1].lines] == ["负责到 10:41，转出：不属本组设备"]
    assert told[2].person == "陶志远（你）"
    assert [(line.text, line.accent) for line in told[2].lines] == [
        ("另暂停 25 分，等焊装二班停机", False),
        ("现在由你对林梅负责", True),
    ]


@pytest.mark.parametrize(
    ("relay", "kind", "time"),
    [
        (CHAINS["broken"], "over", "1 小时 10 分"),
        (CHAINS["delivered on time"], "done", "2 小时 40 分"),
        (CHAINS["three"], "due", "1 小时"),
    ],
)
def test_the_last_card_says_how_it_stands(relay, kind, time):
    with translation.override("zh-hans"):
        last = cards(relay)[-1]
    assert (last.kind, last.time) == (kind, time)


def test_without_a_promise_there_is_no_last_card():
    assert [card.kind for card in cards(CHAINS["without a promise"])] == ["past", "now"]


def test_an_offer_is_a_hollow_pier_and_no_hop():
    drawing = draw(CHAINS["offered"])
    assert drawing.hollow is not None
    assert len(drawing.arches) == 1
    assert drawing.now is None


def test_the_sentence_tells_the_whole_bar():
    with translation.override("zh-hans"):
        assert gallery.running().sentence == (
            "接力条：3 个环节共用 3 小时 12 分工时，暂停 25 分，离承诺还有 48 分"
        )
        assert CHAINS["broken"].sentence == "接力条：2 个环节共用 5 小时 10 分工时，超过承诺 1 小时 10 分"


@each_chain
@both_languages
def test_every_relay_renders_with_its_words_and_without_style(relay, language):
    with translation.override(language):
        html = render_to_string("ui/relay.html", relay_bar(relay))
        assert f'aria-label="{relay.sentence}"' in html
    assert "style=" not in html
    assert html.count('class="q-hop ') == len(cards(relay))


def test_names_in_a_relay_are_escaped():
    span = Span(1, '"><script>x</script>', "<b>", 60, (Segment("pause", 60, "<i>"),), note="<u>")
    html = render_to_string("ui/relay.html", relay_bar(Relay((span,), "<s>", requester="<q>")))
    for raw in ("<script>", "<b>", "<i>", "<u>", "<s>", "<q>"):
        assert raw not in html


def test_what_it_waits_for_is_said_with_its_own_clock_and_leads_there():
    relay = CHAINS["waiting for a part"]
    with translation.override("en"):
        card = next(each for each in cards(relay) if each.kind == "part")
        assert (card.title, card.url) == ("设备部", "/requests/R-2026-000031/")
        told = f"waiting for sub-request R-2026-000031 at 设备部 ({card.clock.label})"
        assert told in relay.sentence
    assert cards(relay)[-1].kind == "due"
