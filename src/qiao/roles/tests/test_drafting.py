"""The first draft and the difference of two editions: pure, against everything that hypothesis thinks of."""

from dataclasses import replace

from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qiao.roles import changes
from qiao.roles.drafting import DRAFTED, Offer, Use, drafted
from qiao.roles.rules import MOST_LINES, Side
from qiao.roles.sheet import TEXTS, LineSaid, Words, dumped, texts_of

# A busy machine is slow at drawing examples, too: that says nothing about the code.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
OFFERS = {pk: Offer(pk, 100 + pk, Words(f"服务{pk}", f"service {pk}"), 4 * 3600, 28800) for pk in range(1, 9)}


def test_what_happened_most_stands_first_and_says_why():
    lines = drafted([Use(1, 7, 3), Use(2, 7, 12)], [Use(3, 9, 4), Use(3, 8, 1)], OFFERS, waits=(2, 5))
    serve, need, duty = ([line for line in lines if line.side is side] for side in Side)
    assert [(line.service_id, line.unit_id, line.because["n"]) for line in serve] == [(2, 7, 12), (1, 7, 3)]
    assert [(line.service_id, line.unit_id, line.because["n"]) for line in need] == [(3, 103, 5)]
    assert serve[0].standard == Words("4 小时内", "within 4 h")
    assert len(duty) == 3
    assert duty[0].because == {"kind": "waited", "n": 2, "of": 5, "days": 90}


def test_what_the_catalogue_offers_and_nobody_asked_for_comes_last():
    lines = drafted([Use(1, 7, 3)], [], OFFERS, own=[1, 4])
    serve = [line for line in lines if line.side is Side.SERVE]
    assert [(line.service_id, line.because["kind"]) for line in serve] == [(1, "provided"), (4, "offered")]


uses = st.lists(
    st.builds(Use, st.integers(1, 12), st.integers(1, 5), st.integers(1, 500)),
    unique_by=lambda use: (use.service_id, use.unit_id),
    max_size=15,
)


@calm
@given(uses, uses, st.lists(st.integers(1, 12), unique=True))
def test_a_draft_never_has_more_lines_than_fit_and_only_offered_services(provided, asked, own):
    lines = drafted(provided, asked, OFFERS, own=own)
    for side in Side:
        assert sum(line.side is side for line in lines) <= DRAFTED <= MOST_LINES
    assert {line.service_id for line in lines if line.service_id} <= set(OFFERS)
    counts = [line.because["n"] for line in lines if line.side is Side.NEED]
    assert counts == sorted(counts, reverse=True)


words = st.builds(Words, st.sampled_from(["", "修", "送"]), st.sampled_from(["", "repair", "bring"]))
line = st.builds(
    LineSaid,
    side=st.sampled_from(Side),
    what=words,
    standard=words,
    measure=words,
    service_id=st.none() | st.integers(1, 3),
    unit_id=st.none() | st.integers(1, 3),
    key=st.integers(1, 6),
)
sheets = st.builds(
    changes.Sheet,
    st.fixed_dictionaries(dict.fromkeys(TEXTS, words)),
    st.lists(line, unique_by=lambda each: each.key, max_size=6).map(tuple),
)


def by_key(sheet):
    return {each.key: replace(each, because={}) for each in sheet.lines}


@calm
@given(sheets, sheets)
def test_a_difference_is_empty_exactly_when_nothing_but_the_order_differs(one, other):
    told = changes.told(one, other)
    sides = {key: line.side for key, line in by_key(one).items()}
    same_sides = all(sides.get(key, each.side) is each.side for key, each in by_key(other).items())
    if same_sides:
        assert (not told) == (one.texts == other.texts and by_key(one) == by_key(other))


@calm
@given(sheets, sheets)
def test_reading_it_backwards_swaps_before_and_after(one, other):
    with override("en"):
        forth = {(each.field, each.before, each.after) for each in changes.told(one, other)}
        back = {(each.field, each.after, each.before) for each in changes.told(other, one)}
    assert forth == back


@calm
@given(st.fixed_dictionaries(dict.fromkeys(TEXTS, words)))
def test_texts_are_stored_and_read_back(texts):
    assert texts_of(dumped(texts)) == texts


def test_a_difference_names_field_and_place():
    before = changes.Sheet({}, (LineSaid(Side.SERVE, Words("修好"), Words("4 小时"), unit_id=1, key=1),))
    after = changes.Sheet(
        {"purpose": Words("有人负责")},
        (
            LineSaid(Side.SERVE, Words("修好"), Words("2 小时"), unit_id=2, key=1),
            LineSaid(Side.NEED, Words("备件"), key=2),
        ),
    )
    names = {1: "焊装车间", 2: "总装车间"}
    with override("zh-hans"):
        told = changes.told(before, after, lambda _kind, pk: names[pk])
    assert [(each.field, each.before, each.after) for each in told] == [
        ("text.purpose", "", "有人负责"),
        ("line.1.standard", "4 小时", "2 小时"),
        ("line.1.whom", "焊装车间", "总装车间"),
        ("line.2", "", "备件"),
    ]
