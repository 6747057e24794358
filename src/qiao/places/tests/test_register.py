"""The register of places: who keeps it, what is refused, what is told."""

import pytest
from django.utils import timezone

from qiao.ledger.models import Event
from qiao.ledger.refusals import Conflict, Refused
from qiao.org.models import Person
from qiao.places import actions
from qiao.places.models import Place
from qiao.places.rules import Reason

NOW = timezone.now()


def fresh(person):
    """With a scope of this moment."""
    return Person.objects.get(pk=person.pk)


def made(units, by, code="WR-B3", **told):
    told = {"name_zh": "3 号焊接机器人", "unit": units["WELD"], **told}
    return actions.create_place(code=code, by=fresh(by), at=NOW, **told)


@pytest.mark.parametrize(("number", "may"), [("mei", True), ("sun", True), ("tao", False), ("fang", False)])
def test_who_may_enter_a_place_of_welding(units, people, number, may):
    if may:
        assert made(units, people[number]).unit == units["WELD"]
    else:
        with pytest.raises(Refused) as refused:
            made(units, people[number])
        assert refused.value.reason is Reason.NOT_KEEPER
        assert not Place.objects.exists()


@pytest.mark.parametrize("code", ["", " ", "-x", "3 号", "a/b", "x" * 41, "a\n"])
def test_a_code_that_cannot_stand_in_an_address_is_refused(units, people, code):
    with pytest.raises(Refused) as refused:
        made(units, people["mei"], code=code if code.strip() != "a" else "a b")
    assert refused.value.reason is Reason.CODE_MISSING


def test_a_code_is_taken_whatever_the_case(units, people):
    made(units, people["mei"])
    with pytest.raises(Refused) as refused:
        made(units, people["mei"], code="wr-b3")
    assert refused.value.reason is Reason.CODE_TAKEN
    assert "wr-b3" in refused.value.sentence


def test_a_place_cannot_lie_inside_itself_however_far_round(units, people):
    line = made(units, people["mei"], code="LINE", name_zh="二线")
    station = made(units, people["mei"], code="ST", inside=line)
    with pytest.raises(Refused) as refused:
        actions.change_place(place=line, by=fresh(people["mei"]), at=NOW, inside=station)
    assert refused.value.reason is Reason.INSIDE_ITSELF


def test_the_ledger_knows_what_changed(units, people):
    place = made(units, people["mei"])
    actions.change_place(place=place, by=fresh(people["mei"]), at=NOW, name_zh="三号机", active=False)
    actions.change_place(place=place, by=fresh(people["mei"]), at=NOW, name_zh="三号机")
    events = list(Event.objects.about(place))
    assert [event.kind for event in events] == ["places.created", "places.changed"]
    assert events[1].data["changes"] == {"name_zh": ["3 号焊接机器人", "三号机"], "active": [True, False]}


def test_it_cannot_be_given_to_a_unit_that_one_does_not_lead(units, people):
    place = made(units, people["mei"])
    with pytest.raises(Refused):
        actions.change_place(place=place, by=fresh(people["mei"]), at=NOW, unit=units["EQ"])


def test_who_was_overtaken_is_told(units, people):
    place = made(units, people["mei"])
    actions.change_place(place=place, by=fresh(people["mei"]), at=NOW, name_zh="三号机", expected=1)
    with pytest.raises(Conflict):
        actions.change_place(place=place, by=fresh(people["sun"]), at=NOW, name_zh="四号机", expected=1)
    assert Place.objects.get().name_zh == "三号机"


FORM = {"name_zh": "3 号机", "name_en": "", "kind": "machine", "inside": "", "active": "on"}


def test_the_pages_let_a_leader_enter_change_and_find(units, people, enter):
    client = enter(people["mei"])
    assert (
        client.post("/organisation/places/new/", {**FORM, "code": "B3", "unit": units["WELD"].pk}).status_code
        == 302
    )
    assert "B3" in client.get("/organisation/places/", {"q": "3 号"}).text
    assert "B3" not in client.get("/organisation/places/", {"q": "涂装"}).text
    page = client.post(
        "/organisation/places/B3/", {**FORM, "name_zh": "四号机", "unit": units["WELD"].pk, "seen": "1"}
    )
    assert page.status_code == 302
    stale = client.post(
        "/organisation/places/B3/", {**FORM, "name_zh": "五号机", "unit": units["WELD"].pk, "seen": "1"}
    )
    assert stale.status_code == 409
    assert "五号机" in stale.text
    assert Place.objects.get().name_zh == "四号机"


def test_the_pages_refuse_what_is_wrong_and_keep_it(units, people, enter):
    client = enter(people["mei"])
    page = client.post("/organisation/places/new/", {**FORM, "code": "3 号", "unit": units["WELD"].pk})
    assert page.status_code == 422
    assert "3 号机" in page.text
    other = client.post("/organisation/places/new/", {**FORM, "code": "X", "unit": units["EQ"].pk})
    assert other.status_code == 422  # a unit that is not offered
    assert not Place.objects.exists()


def test_others_look_but_have_no_form(units, people, enter):
    made(units, people["mei"])
    client = enter(people["fang"])
    assert "WR-B3" in client.get("/organisation/places/").text
    assert client.get("/organisation/places/new/").status_code == 404
    assert client.get("/organisation/places/WR-B3/").status_code == 404


def test_the_list_asks_the_same_few_queries(units, people, enter, django_assert_max_num_queries):
    client = enter(people["mei"])
    for number in range(12):
        made(units, people["mei"], code=f"P{number}")
    client.get("/organisation/places/")
    with django_assert_max_num_queries(10):
        client.get("/organisation/places/")
