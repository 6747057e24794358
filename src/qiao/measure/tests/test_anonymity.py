"""Nobody is shown: the rules one by one, and an adversary who combines everything that was released."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qiao import measure
from qiao.measure.audit import audit, overlaps, pack


def codes(release):
    return {label: d.reason.code if d.reason else "shown" for label, d in release.decisions.items()}


def test_sales_of_four_and_tech_of_nine_in_a_visible_thirteen_are_both_hidden():
    page = measure.releasable({"all": range(13), "sales": range(4), "tech": range(4, 13)})
    assert codes(page) == {"all": "shown", "sales": "cut_too_small", "tech": "cut_too_close"}


def test_a_remainder_of_six_may_be_seen_and_one_of_four_may_not():
    assert codes(measure.releasable({"part": range(9)}, visible=[range(15)])) == {"part": "shown"}
    assert codes(measure.releasable({"part": range(9)}, visible=[range(13)])) == {
        "part": "remainder_too_small"
    }
    assert codes(measure.releasable({"all": range(9)}, visible=[range(9)])) == {"all": "shown"}


def test_the_second_of_two_cuts_that_differ_by_one_person_is_refused_and_names_the_first():
    page = measure.releasable({"A": range(1, 7), "B": range(1, 8)})
    assert codes(page) == {"A": "shown", "B": "cut_too_close"}
    assert page.decisions["B"].against == "A"


def test_a_register_remembers_what_another_page_released():
    register = measure.Register()
    measure.releasable({"A": range(1, 7)}, register)
    assert codes(measure.releasable({"B": range(1, 8)}, register)) == {"B": "cut_too_close"}
    assert codes(measure.releasable({"A again": range(1, 7)}, register)) == {"A again": "shown"}
    assert len(register) == 1


def test_comments_need_ten():
    assert codes(measure.releasable({"A": range(9)}, kind="comment")) == {"A": "cut_too_small"}
    assert codes(measure.releasable({"A": range(10)}, kind="comment")) == {"A": "shown"}


def test_a_raised_gate_holds_for_anonymity_too():
    try:
        measure.gates.configure({"score": 8})
        assert codes(measure.releasable({"A": range(7)})) == {"A": "cut_too_small"}
    finally:
        measure.gates.configure({})


def test_three_cuts_that_only_together_identify_one_person_are_stopped_by_the_rank_test():
    # Pairwise they differ by at least five; A + B − C − D leaves one person alone.
    a, b = [0, *range(1, 11)], [*range(11, 21)]
    c, d = [*range(1, 6), *range(11, 16)], [*range(6, 11), *range(16, 21)]
    page = measure.releasable({"A": a, "B": b, "C": c, "D": d})
    assert codes(page) == {"A": "shown", "B": "shown", "C": "shown", "D": "cut_identifies"}
    assert page.audit.safe
    everything = measure.audit_cuts({"A": a, "B": b, "C": c, "D": d})
    assert everything.exposed == (0,)


def test_a_withheld_cut_tells_no_count_in_either_language():
    page = measure.releasable({"all": range(13), "sales": range(4), "tech": range(4, 13)})
    for label in ("sales", "tech"):
        decision = page.decisions[label]
        assert decision.n is None
        for language in ("en", "zh-Hans"):
            assert not {"4", "9", "13"} & set(decision.sentence(language).replace("“", " ").split())
    assert page.decisions["all"].n == 13


def test_answers_are_published_in_batches_of_five_or_at_the_close():
    assert not measure.publish_batch(4, 0, closed=True)
    assert measure.publish_batch(5, 0, closed=False)
    assert not measure.publish_batch(7, 5, closed=False)
    assert not measure.publish_batch(7, 5, closed=True)
    assert measure.publish_batch(10, 5, closed=False)
    assert measure.revealed(5, 4.0, 6, 3.5) == 1


def test_masks_positions_and_names_mean_the_same():
    mask = np.zeros(13, bool)
    mask[4:] = True
    by_mask = measure.releasable({"all": np.ones(13, bool), "tech": mask})
    by_place = measure.releasable({"all": np.arange(13), "tech": np.flatnonzero(mask)})
    by_name = measure.releasable({"all": list("abcdefghijklm"), "tech": list("efghijklm")})
    assert codes(by_mask) == codes(by_place) == codes(by_name)


def test_one_register_names_respondents_in_one_way():
    register = measure.Register()
    measure.releasable({"A": range(9)}, register)
    with pytest.raises(ValueError, match="one way"):
        measure.releasable({"B": list("abcdefghi")}, register)


def test_a_register_grows_over_many_pages_and_stays_consistent():
    register, rng = measure.Register(), np.random.default_rng(1)
    for page in range(12):
        members = {f"{page}-{i}": rng.random(60 + 20 * page) < 0.5 for i in range(6)}
        measure.releasable(members, register)
    masks = register.masks()
    assert np.array_equal(register._overlap[: len(register), : len(register)], overlaps(pack(masks)))
    assert audit(masks, register.k).safe


def rank(rows):
    """Exact rank by Gaussian elimination over fractions."""
    rows, found = [[Fraction(int(x)) for x in row] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(len(rows)):
            if i != found and rows[i][column]:
                factor = rows[i][column] / rows[found][column]
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found


def solvable(masks):
    """The adversary: everybody whose own answer follows from the sums of the released cuts, exactly."""
    masks = [[int(x) for x in row] for row in masks]
    if not masks:
        return []
    own = rank(masks)
    people = len(masks[0])
    return [i for i in range(people) if rank([*masks, [int(j == i) for j in range(people)]]) == own]


def members(people):
    plain = st.lists(st.booleans(), min_size=people, max_size=people)
    # Cuts of the nasty kind: one that an earlier one differs from by few, and unions and remainders.
    return st.lists(
        st.tuples(plain, st.sampled_from(["own", "near", "union", "rest"])), min_size=2, max_size=9
    )


def cuts_of(drawn):
    masks = []
    for values, how in drawn:
        mask = np.array(values)
        if masks and how == "near":
            mask = masks[-1] ^ (mask & (np.arange(mask.size) % 4 == 0))
        elif masks and how == "union":
            mask = mask | masks[-1]
        elif masks and how == "rest":
            mask = masks[0] & ~masks[-1]
        masks.append(mask)
    return {str(i): mask for i, mask in enumerate(masks)}


@settings(max_examples=40, deadline=None)
@given(st.integers(8, 16).flatmap(members))
def test_an_adversary_with_all_released_cuts_never_solves_for_one_person(drawn):
    cuts = cuts_of(drawn)
    page = measure.releasable(cuts)
    released = [cuts[label] for label in page.released]
    assert solvable(released) == []
    for one in released:
        assert one.sum() >= 5
        assert all((one ^ other).sum() == 0 or (one ^ other).sum() >= 5 for other in released)


@settings(max_examples=40, deadline=None)
@given(st.integers(5, 12).flatmap(members))
def test_the_audit_finds_exactly_whom_the_adversary_can_solve_for(drawn):
    masks = np.array(list(cuts_of(drawn).values()))
    assert list(audit(masks, 5).exposed) == solvable(masks)


@settings(max_examples=25, deadline=None)
@given(st.integers(10, 16).flatmap(members), st.randoms())
def test_renumbering_the_respondents_changes_no_decision(drawn, shuffler):
    cuts = cuts_of(drawn)
    order = list(range(len(next(iter(cuts.values())))))
    shuffler.shuffle(order)
    assert codes(measure.releasable(cuts)) == codes(
        measure.releasable({label: mask[order] for label, mask in cuts.items()})
    )


def test_a_crowd_of_random_cuts_over_few_people_is_cut_back_until_it_is_safe():
    rng = np.random.default_rng(4)
    cuts = {str(i): rng.random(22) < 0.5 for i in range(30)}
    page = measure.releasable(cuts)
    assert page.audit.safe
    assert 0 < len(page.released) < 30
    assert "cut_identifies" in codes(page).values()
    assert solvable([cuts[label] for label in page.released]) == []


def test_a_register_can_be_kept_and_brought_back():
    for all_people, part, near in (
        (range(30), range(12), range(13)),
        (list("abcdefghijklmnop"), list("abcdefg"), list("abcdefgh")),
    ):
        register = measure.Register()
        measure.releasable({"all": all_people, "part": part}, register)
        again = measure.Register.restore(register.released())
        assert again.released() == register.released()
        assert np.array_equal(again.masks()[:, : len(all_people)], register.masks()[:, : len(all_people)])
        assert codes(measure.releasable({"near": near}, again)) == {"near": "cut_too_close"}


def test_a_whole_wider_than_everything_released_so_far_is_understood():
    register = measure.Register()
    first = measure.releasable({"part": range(9)}, register, visible=[range(200)])
    assert codes(first) == {"part": "shown"}
    assert codes(measure.releasable({"far": range(180, 194)}, register, visible=[range(180, 197)])) == {
        "far": "remainder_too_small"
    }


def test_a_page_asked_for_again_and_again_does_not_swell_the_register():
    register, page = measure.Register(), {"all": range(40), "part": range(12)}
    for _ in range(5):
        assert measure.releasable(page, register).released == ("all", "part")
    assert len(register) == 2


def test_twins_in_one_page_are_both_withheld_when_they_would_identify():
    a, b = [0, *range(1, 11)], [*range(11, 21)]
    c, d = [*range(1, 6), *range(11, 16)], [*range(6, 11), *range(16, 21)]
    page = measure.releasable({"A": a, "B": b, "C": c, "D": d, "twin of D": d})
    assert page.withheld == ("D", "twin of D")
