"""What the gallery shows: every component in every state, with the words of one invented morning."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from qiao.ui import clock
from qiao.ui.bars import Ageing, Break, Capacity, Meter, ShiftBar
from qiao.ui.clock import Clock, ClockKind
from qiao.ui.relay import Promise, Relay, Segment, Span, Wait

MINUTE, HOUR = 60, 3600
TOKENS = [
    "canvas",
    "surface",
    "sunken",
    "line",
    "line-2",
    "control",
    "ink",
    "ink-2",
    "ink-3",
    "accent",
    "accent-soft",
    "accent-line",
    "soon",
    "soon-soft",
    "soon-mark",
    "over",
    "over-soft",
    "over-fill",
    "wait",
    "wait-soft",
    "hatch",
    "c1",
    "c2",
    "c3",
    "c4",
    "c5",
    "c6",
    "c0",
]


class Sample(forms.Form):
    """One field of each kind; two of them are filled in wrongly."""

    equipment = forms.CharField(initial="WR-B03")
    symptom = forms.CharField()
    agreement = forms.ChoiceField(required=False)
    promised = forms.CharField(disabled=True, required=False)
    stopped = forms.ChoiceField(widget=forms.RadioSelect)
    details = forms.CharField(required=False, widget=forms.Textarea)
    day = forms.DateField(required=False)
    photo = forms.FileField(required=False)
    other = forms.BooleanField(required=False)
    shifts = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "equipment": (_("Equipment"), _("Scanning its code fills this in")),
            "symptom": (_("Symptom"), ""),
            "agreement": (_("Agreement"), ""),
            "promised": (_("Promised time"), ""),
            "stopped": (_("Has the line stopped?"), ""),
            "details": (_("Details"), ""),
            "day": (_("Day"), ""),
            "photo": (_("Photo"), _("A photo saves a walk")),
            "other": (_("On behalf of somebody else"), _("It is theirs, and they can confirm it too")),
            "shifts": (_("Shifts"), ""),
        }
        for name, (label, help_text) in words.items():
            self.fields[name].label = label
            self.fields[name].help_text = help_text
        self._choose("agreement", [("1", _("Maintenance × Welding, v2"))])
        self._choose("stopped", [("yes", _stopped()), ("no", _running())])
        self._choose("shifts", [("early", _("Early shift")), ("late", _("Late shift"))])
        self.fields["promised"].initial = _("Decided by the service")
        self.fields["details"].widget.attrs.update({"data-when-field": "stopped", "data-when-value": "yes"})

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # narrows the type
        field.choices = choices

    def clean_symptom(self) -> str:
        """Always refused, so that the gallery shows an error."""
        raise forms.ValidationError(
            _("Say more: where, and has the line stopped? What you wrote is still here.")
        )


def _stopped() -> str:
    return _("Stopped") + "\n" + _("urgent, 4 working hours")


def _running() -> str:
    return _("Still running") + "\n" + _("ordinary, 2 working days")


def context() -> dict[str, Any]:
    """Everything the gallery's template draws."""
    return {
        "clocks": clocks(),
        "relays": relays(),
        "form": Sample({"equipment": "WR-B03", "symptom": _("Leaks"), "stopped": "yes"}),
        "rows": rows(),
        "shift": shift(),
        "ages": ages(),
        "hands": hands(),
        "meter": Meter(117, 146, _("117 of 146 passed, 19 more have begun"), part=19),
        "tokens": TOKENS,
        "numbers": {"open": 3, "mine": 4},
    }


def clocks() -> list[Clock]:
    """One of each kind."""
    return [
        clock.running(3 * HOUR, 5 * HOUR),
        clock.running(12 * MINUTE, HOUR),
        clock.running(-35 * MINUTE, HOUR),
        clock.waiting(_("Waiting for purchasing")),
        clock.met(),
        clock.late(40 * MINUTE),
        clock.unpromised(),
    ]


def rows() -> list[dict[str, Any]]:
    """A small table; the middle row is selected."""
    selected = Clock(ClockKind.OVER, clock.running(-70 * MINUTE, HOUR).label, 0.0)
    return [
        _row(
            "R-20418",
            _("The weld gun of robot 3 leaks"),
            _("Welding team 2"),
            "3.2",
            clock.running(48 * MINUTE, 4 * HOUR),
        ),
        _row("R-20407", _("AGV 3 keeps stopping"), _("Assembly"), "9.2", selected, on=True),
        _row(
            "R-20405", _("Reducer makes noise"), _("Welding team 1"), "5.0", clock.waiting(_("Outside firm"))
        ),
    ]


def _row(number: str, title: str, unit: str, hours: str, at: Clock, *, on: bool = False) -> dict[str, Any]:
    return {"number": number, "title": title, "unit": unit, "hours": hours, "clock": at, "selected": on}


def shift() -> ShiftBar:
    """An early shift before its end."""
    return ShiftBar(
        _("Early shift"),
        "07:00",
        "15:00",
        _("now %(time)s") % {"time": "13:42"},
        0.838,
        (Break(0.5, 0.5625, _("lunch 11:00")),),
    )


def ages() -> list[tuple[str, Ageing]]:
    """Usual, past the median, past P85, and nothing known."""
    return [
        (_("younger than usual"), Ageing(1.6 * HOUR, 2.5 * HOUR, 4 * HOUR)),
        (_("older than half"), Ageing(3.2 * HOUR, 2.5 * HOUR, 4 * HOUR)),
        (_("older than 85 of 100"), Ageing(9.2 * HOUR, 3 * HOUR, 6 * HOUR)),
        (_("nothing known yet"), Ageing(2 * HOUR)),
    ]


def hands() -> list[tuple[str, Capacity]]:
    """Room, full, too much, away."""
    return [
        (_("He Jian"), Capacity(2.2 * HOUR, 6.5 * HOUR)),
        (_("Tao Zhiyuan"), Capacity(6.4 * HOUR, 6.5 * HOUR)),
        (_("Xu Jing"), Capacity(8.7 * HOUR, 6.5 * HOUR)),
        (_("Song Yang"), Capacity(0, 0, away=True)),
    ]


def relays() -> list[tuple[str, Relay]]:
    """Each state that a relay can be in, and a long one."""
    return [
        (_("Running: the dashed span is what is left"), running()),
        (_("Delivered on time. Hatching is waiting; whose it is stands in the card"), delivered()),
        (_("Promise broken: only what lies past the line is red"), broken()),
        (_("Offered, the pier is hollow: until they accept, nothing changes hands"), offered()),
        (_("Paused now, by many hands"), many()),
        (_("Waits for a sub-request: that one has its own clock, and this one runs on"), waiting_for_part()),
    ]


def _work(*minutes: tuple[str, float, str]) -> tuple[Segment, ...]:
    return tuple(
        Segment("pause" if kind == "pause" else "work", amount * MINUTE, label)
        for kind, amount, label in minutes
    )


def running() -> Relay:
    """The request of the mock: three hops, one pause, 48 minutes left."""
    desk = Span(1, _("Service desk"), _("Zhao Min"), 18 * MINUTE, when_until="09:53")
    repair = Span(
        2,
        _("Repair team 1"),
        _("Wu Gang"),
        48 * MINUTE,
        note=_("passed on: not our equipment"),
        when_until="10:41",
    )
    automation = Span(
        3,
        _("Automation"),
        _("Tao Zhiyuan"),
        126 * MINUTE,
        _work(("work", 24, ""), ("pause", 25, _("until Welding team 2 stops the line")), ("work", 102, "")),
        state="now",
        accountable=True,
        is_me=True,
    )
    return Relay(
        (desk, repair, automation),
        raised_label="09:35",
        now_label="13:42",
        promise=Promise(240 * MINUTE, 48 * MINUTE, at_label="14:30"),
        requester=_("Lin Mei"),
        usual=_("Usually 25–40 min more (63 alike)"),
    )


def waiting_for_part() -> Relay:
    """The same, with something asked of another unit."""
    part = Wait(_("Repair team 1"), "R-2026-000031", "#", clock.running(2 * 3600, 4 * 3600))
    return replace(running(), waits=(part,))


def delivered() -> Relay:
    """Two hops, a long pause, in time."""
    repair = Span(
        2,
        _("Repair team 1"),
        _("Wu Gang"),
        130 * MINUTE,
        _work(("work", 60, ""), ("pause", 40, _("for Logistics")), ("work", 70, "")),
        when_until="12:40",
    )
    return Relay(
        (Span(1, _("Service desk"), _("Zhao Min"), 30 * MINUTE, when_until="08:40"), repair),
        raised_label="08:10",
        promise=Promise(240 * MINUTE, 40 * MINUTE, at_label="13:20"),
        done="on_time",
        done_label=_("delivered 12:40, on time"),
    )


def broken() -> Relay:
    """Past the promise by 70 minutes."""
    return Relay(
        (
            Span(1, _("Service desk"), _("Zhao Min"), 40 * MINUTE, when_until="14:40"),
            Span(2, _("Automation"), _("Xu Jing"), 270 * MINUTE, state="now", accountable=True),
        ),
        raised_label="14:00",
        promise=Promise(240 * MINUTE, -70 * MINUTE, at_label="10:00"),
    )


def offered() -> Relay:
    """The first party has offered it on."""
    return Relay(
        (
            Span(1, _("Service desk"), _("Zhao Min"), 55 * MINUTE, state="now", accountable=True),
            Span(2, _("Logistics"), state="offered"),
        ),
        raised_label="13:00",
        promise=Promise(240 * MINUTE, 185 * MINUTE, at_label="17:00"),
    )


def many() -> Relay:
    """Twelve hops, some without any time, paused now."""
    lengths = [5, 90, 0, 12, 400, 7, 30, 3, 60, 0, 45, 20]
    hops = [Span(n, _("Team %(n)d") % {"n": n}, "", m * MINUTE) for n, m in enumerate(lengths, 1)]
    last = Span(
        len(hops) + 1,
        _("Automation"),
        _("Song Yang"),
        50 * MINUTE,
        _work(("work", 50, ""), ("pause", 180, _("for parts"))),
        state="now",
        accountable=True,
    )
    return Relay(
        (*hops, last),
        raised_label="08:10",
        now_label="13:42",
        promise=Promise(1200 * MINUTE, 300 * MINUTE, at_label="17:00"),
        day=8 * HOUR,
    )
