"""Which addresses may be called, and when again."""

from datetime import timedelta

import pytest

from qiao.webhooks import rules
from qiao.webhooks.rules import Reason


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://example.org/qiao", None),
        ("https://example.org:8443/a?b=c", None),
        ("https://93.184.216.34/", None),
        ("http://example.org/", Reason.ADDRESS_NOT_HTTPS),
        ("https://localhost/", Reason.ADDRESS_PRIVATE),
        ("https://a.localhost/", Reason.ADDRESS_PRIVATE),
        ("https://127.0.0.1/", Reason.ADDRESS_PRIVATE),
        ("https://10.1.2.3:8443/", Reason.ADDRESS_PRIVATE),
        ("https://[::1]/", Reason.ADDRESS_PRIVATE),
        ("https://[fd00::1]/", Reason.ADDRESS_PRIVATE),
        ("https://169.254.169.254/latest/meta-data", Reason.ADDRESS_PRIVATE),
        ("ftp://example.org/", Reason.ADDRESS_WRONG),
        ("https:///path", Reason.ADDRESS_WRONG),
        ("https://user:password@example.org/", Reason.ADDRESS_WRONG),
        ("https://example.org/#part", Reason.ADDRESS_WRONG),
        ("https://example.org:99999/", Reason.ADDRESS_WRONG),
        ("https://exa mple.org/", Reason.ADDRESS_WRONG),
        ("https://example.org/\r\nX: 1", Reason.ADDRESS_WRONG),
        ("https://例子.org/", Reason.ADDRESS_WRONG),
        ("https://[::1/", Reason.ADDRESS_WRONG),
        ("https://example.org/" + "x" * 500, Reason.ADDRESS_WRONG),
        ("", Reason.ADDRESS_WRONG),
    ],
)
def test_which_addresses_may_be_entered(url, reason):
    assert rules.why_not_address(url, private=False) is reason


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/", "https://localhost/", "http://10.0.0.7/"])
def test_private_addresses_where_whoever_runs_it_allows_them(url):
    assert rules.why_not_address(url, private=True) is None


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("::127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("2002:a00:1::", False),
        ("2001:db8::1", False),
    ],
)
def test_which_addresses_belong_to_the_open_internet(address, public):
    assert rules.is_public(address) is public


def test_waits_grow_to_three_days_and_end():
    waits = [rules.wait_after(tries, 0.5) for tries in range(1, rules.TRIES)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=5)
    assert timedelta(days=3) < sum(waits, timedelta()) < timedelta(days=3, hours=6)
    assert rules.wait_after(rules.TRIES, 0.5) is None


@pytest.mark.parametrize("tries", range(1, rules.TRIES))
def test_chance_spreads_a_wait_by_a_fifth_either_way(tries):
    usual = rules.WAITS[tries - 1]
    assert rules.wait_after(tries, 0.0) == usual * 0.8
    assert rules.wait_after(tries, 1.0) == usual * 1.2


def test_a_receiver_may_ask_for_more_time_but_not_for_ever():
    assert rules.wait_after(1, 0.5, timedelta(minutes=2)) == timedelta(minutes=2)
    assert rules.wait_after(1, 0.5, timedelta(days=30)) == rules.LONGEST_WAIT
    assert rules.wait_after(9, 0.5, timedelta(seconds=1)) == rules.WAITS[8]


def test_every_reason_trouble_and_state_has_words():
    for kind in (rules.Reason,):
        assert all(str(each.sentence) for each in kind)
    for kind in (rules.Trouble, rules.MessageState, rules.SwitchedOff):
        assert all(str(each.label) for each in kind)
