"""Badge and PIN: who comes in, who does not, and what many tries bring."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from qiao.accounts.models import Account
from qiao.kiosk import actions, cookies, reads
from qiao.kiosk.models import Device, Pin, Sitting
from qiao.kiosk.rules import GIVEN_LASTS, IDLE, SET_UP_LASTS, TRIES, WHOLE, Kind, Reason
from qiao.kiosk.tests.conftest import PIN
from qiao.ledger.models import Event
from qiao.ledger.refusals import Refused
from qiao.org.models import Person

DAY = timedelta(days=1)


def step_up(device, person, pin=PIN, at=None):
    return actions.identify(device=device, badge=person.number, pin=pin, at=at or device.added_at)


def wrong(device, person, times=1):
    for _ in range(times):
        with pytest.raises(Refused):
            step_up(device, person, "9753")


def test_badge_and_pin_open_and_the_ledger_says_where(desk, device, give, mei):
    sitting, secret = step_up(device, give(mei))
    assert reads.sitting_of(device, secret, desk.now).person == mei
    event = Event.objects.filter(kind=Kind.IDENTIFIED).get()
    assert (event.actor_id, event.subject_id, event.to_unit_id) == (mei.pk, device.pk, device.unit_id)
    assert secret not in str(Sitting.objects.values())
    assert sitting.device == device


def test_neither_pin_nor_secrets_are_kept_readably(desk, device, give, mei):
    give(mei)
    assert PIN not in Pin.objects.get().hash
    assert Pin.objects.get().hash.startswith("argon2") or "$" in Pin.objects.get().hash
    assert device.secret not in str(Device.objects.values())
    assert PIN not in str(Event.objects.values())


def test_who_comes_next_puts_the_one_before_out(desk, device, give, mei, he):
    _first, secret = step_up(device, give(mei))
    step_up(device, give(he, "7394"), "7394")
    assert reads.sitting_of(device, secret, desk.now) is None
    assert Sitting.objects.filter(ended_at=None).get().person == he


def test_five_wrong_tries_lock_and_the_right_pin_opens_no_more(desk, device, give, mei):
    wrong(device, give(mei), TRIES)
    with pytest.raises(Refused) as refused:
        step_up(device, mei)
    assert refused.value.reason is Reason.LOCKED
    event = Event.objects.filter(kind=Kind.LOCKED).get()
    assert (event.subject_id, event.data["device"]) == (mei.pk, device.pk)


def test_a_right_pin_in_between_begins_to_count_anew(desk, device, give, mei):
    wrong(device, give(mei), TRIES - 1)
    step_up(device, mei)
    wrong(device, mei, TRIES - 1)
    step_up(device, mei)
    assert not Pin.objects.exclude(locked_at=None).exists()


@pytest.mark.parametrize("who", ["leader", "administrator"])
def test_leader_or_administrator_unlocks(desk, device, give, mei, he, sun, who):
    wrong(device, give(he), TRIES)
    actions.unlock(person=he, by={"leader": mei, "administrator": sun}[who], at=desk.now)
    step_up(device, he)
    assert Event.objects.filter(kind=Kind.UNLOCKED, subject_id=he.pk).exists()


def test_nobody_else_unlocks_nor_gives_a_pin(desk, device, give, mei, he, fang):
    wrong(device, give(he), TRIES)
    for action in (actions.unlock, actions.give_pin):
        for by in (he, fang):
            with pytest.raises(Refused) as refused:
                action(person=he, by=by, at=desk.now)
            assert refused.value.reason is Reason.NOT_LEADER


def test_a_new_pin_of_ones_own_unlocks_too(desk, device, give, mei):
    wrong(device, give(mei), TRIES)
    give(mei, "7394")
    step_up(device, mei, "7394")


@pytest.mark.parametrize("badge", ["nobody", "", "\0", "HC-99999999999999999999999999999999999999999999"])
def test_an_unknown_badge_is_refused_like_a_wrong_pin(desk, device, give, mei, badge):
    give(mei)
    with pytest.raises(Refused) as refused:
        actions.identify(device=device, badge=badge, pin=PIN, at=desk.now)
    assert refused.value.reason is Reason.WRONG


def test_who_has_no_pin_or_has_left_does_not_come_in(desk, device, give, mei, he):
    with pytest.raises(Refused):
        step_up(device, he)
    Person.objects.filter(pk=give(mei).pk).update(active=False)
    with pytest.raises(Refused):
        step_up(device, mei)


def test_the_digits_of_a_badge_are_enough_where_they_mean_one_person(desk, mei, he):
    Person.objects.filter(pk=mei.pk).update(number="E0041")
    Person.objects.filter(pk=he.pk).update(number="E0141")
    assert reads.person_of("e0041") == mei
    assert reads.person_of("0041") == mei
    assert reads.person_of("41") == mei
    assert reads.person_of("141") == he
    Person.objects.filter(pk=he.pk).update(number="F0041")
    assert reads.person_of("41") is None


def test_a_one_time_pin_has_to_be_replaced_before_anything_else(desk, device, tablet, mei, he):
    pin = actions.give_pin(person=he, by=mei, at=desk.now)
    assert len(pin) == 6
    assert pin not in str(Event.objects.values())
    assert Event.objects.filter(kind=Kind.PIN_GIVEN, actor_id=mei.pk, subject_id=he.pk).exists()
    Pin.objects.update(until=None)  # the tests' clock is not the wall's
    said = tablet.post("/kiosk/identify/", {"badge": he.number, "pin": pin})
    assert said["Location"] == "/kiosk/pin/"
    assert tablet.get("/requests/")["Location"] == "/kiosk/pin/"
    assert tablet.post("/kiosk/pin/", {"pin": "1234", "again": "1234"}).status_code == 422
    assert tablet.post("/kiosk/pin/", {"pin": PIN, "again": "7394"}).status_code == 422
    assert tablet.post("/kiosk/pin/", {"pin": PIN, "again": PIN})["Location"] == "/kiosk/"
    assert tablet.get("/requests/").status_code == 200
    with pytest.raises(Refused):
        step_up(device, he, pin)
    step_up(device, he)


def test_a_one_time_pin_ends_by_itself(desk, device, mei, he):
    pin = actions.give_pin(person=he, by=mei, at=desk.now)
    with pytest.raises(Refused) as refused:
        step_up(device, he, pin, at=desk.now + GIVEN_LASTS)
    assert refused.value.reason is Reason.OVER


def test_the_same_pin_again_is_no_new_one(desk, give, mei):
    give(mei)
    with pytest.raises(Refused) as refused:
        give(mei)
    assert refused.value.reason is Reason.PIN_SAME


def test_too_many_tries_on_one_tablet_or_badge_have_to_wait(desk, tablet, give, mei):
    give(mei)
    for _ in range(4):
        assert tablet.post("/kiosk/identify/", {"badge": mei.number, "pin": "9753"}).status_code == 422
    said = tablet.post("/kiosk/identify/", {"badge": mei.number, "pin": PIN})
    assert said.status_code == 429
    assert "Wait a minute" in said.content.decode()
    assert Pin.objects.get().failed == 4
    cache.clear()
    assert tablet.post("/kiosk/identify/", {"badge": mei.number, "pin": PIN}).status_code == 302


def test_a_tablet_at_which_thirty_tries_were_wrong_waits(desk, tablet, give, mei):
    for number in range(30):
        tablet.post("/kiosk/identify/", {"badge": f"nobody{number}", "pin": "9753"})
    assert tablet.post("/kiosk/identify/", {"badge": give(mei).number, "pin": PIN}).status_code == 429


def test_a_badge_that_nobody_has_is_locked_like_one_that_exists(desk, tablet, give, mei):
    give(mei)
    said = {}
    for badge in (mei.number, "nobody"):
        for _ in range(TRIES):
            cache.delete_many([])
            tablet.post("/kiosk/identify/", {"badge": badge, "pin": "9753"})
        said[badge] = tablet.post("/kiosk/identify/", {"badge": badge, "pin": "9753"}).status_code
    assert len(set(said.values())) == 1


@pytest.mark.parametrize(("later", "there"), [(IDLE - timedelta(seconds=5), True), (IDLE, False)])
def test_nobody_touches_it(desk, device, give, mei, later, there):
    _sitting, secret = step_up(device, give(mei))
    assert (reads.sitting_of(device, secret, device.added_at + later) is not None) is there


def test_touching_it_keeps_it_open_but_not_for_ever(desk, device, give, mei):
    sitting, secret = step_up(device, give(mei))
    at = device.added_at
    while at < device.added_at + WHOLE:
        assert reads.sitting_of(device, secret, at) is not None
        actions.still(sitting=sitting, at=at)
        at += IDLE / 2
    assert reads.sitting_of(device, secret, at) is None


def test_a_sitting_belongs_to_its_tablet(desk, device, give, mei):
    _sitting, secret = step_up(device, give(mei))
    other, _secret = actions.add(unit=device.unit, name="2", by=None, at=desk.now)
    assert reads.sitting_of(other, secret, desk.now) is None


def test_the_set_up_address_works_once_and_soon(desk, device):
    late = device.added_at + SET_UP_LASTS
    with pytest.raises(Refused):
        actions.claim(secret=device.secret, at=late)
    claimed, token = actions.claim(secret=device.secret, at=device.added_at)
    assert reads.device_of(token) == claimed == device
    with pytest.raises(Refused) as refused:
        actions.claim(secret=device.secret, at=device.added_at)
    assert refused.value.reason is Reason.LINK_OVER


def test_another_tablet_takes_the_place_of_the_first(desk, device, mei):
    _device, first = actions.claim(secret=device.secret, at=device.added_at)
    secret = actions.renew(device=device, by=mei, at=desk.now)
    assert reads.device_of(first) == device
    _device, second = actions.claim(secret=secret, at=desk.now)
    assert reads.device_of(first) is None
    assert reads.device_of(second) == device


def test_a_revoked_kiosk_is_a_browser_like_any_other(desk, device, stand, mei):
    tablet = stand(mei)
    actions.revoke(device=device, by=mei, at=desk.now)
    said = tablet.get("/requests/")
    assert said["Location"].startswith("/account/sign-in/")
    assert said.cookies[cookies.DEVICE].value == ""
    assert tablet.get("/kiosk/").status_code == 404
    kinds = set(Event.objects.filter(kind__startswith="kiosk.device").values_list("kind", flat=True))
    assert kinds == {Kind.DEVICE_ADDED, Kind.DEVICE_SET_UP, Kind.DEVICE_REVOKED}


def test_a_kiosk_never_is_whoever_signed_in_on_it(desk, tablet, he):
    tablet.force_login(Account.objects.create(username="he", person=he))
    assert tablet.get("/requests/")["Location"].startswith("/kiosk/")
    assert tablet.get("/")["Location"] == "/kiosk/"


def test_old_sittings_are_forgotten_and_the_ledger_is_not(desk, device, give, mei):
    sitting, _secret = step_up(device, give(mei))
    actions.done(sitting=sitting, at=desk.now)
    assert actions.forget_old(at=desk.now + 29 * DAY) == 0
    assert actions.forget_old(at=desk.now + 31 * DAY) == 1
    assert Event.objects.filter(kind=Kind.IDENTIFIED).exists()
