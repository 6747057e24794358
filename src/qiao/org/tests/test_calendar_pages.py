"""Pages of calendars, holidays, import and export."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qiao.org.models import Calendar, CalendarDay, Holiday, Unit
from qiao.org.tests.conftest import text

pytestmark = pytest.mark.django_db

BLANK = {f"shifts-0-{name}": "" for name in ("code", "name_zh", "start", "end")} | {"shifts-0-days": []}


def calendar_form(**more):
    rows = {"shifts-TOTAL_FORMS": 2, "shifts-INITIAL_FORMS": 0}
    first = {"code": "N", "name_zh": "夜班", "start": "20:00", "end": "08:00", "breaks": "00:00-01:00"}
    rows |= {f"shifts-0-{name}": value for name, value in first.items()}
    return {"code": "night", "name_zh": "夜班", "zone": "Asia/Shanghai", "kind": "weekly"} | rows | more


def test_a_calendar_is_made_without_json(factory, browse, ada):
    client = browse(ada)
    typed = calendar_form(**{"shifts-0-days": ["0", "1", "2", "3", "4"]})
    preview = client.post(reverse("org:calendar_new"), typed | {"preview": "1"})
    assert "55" in text(preview)
    assert not Calendar.objects.filter(code="night").exists()
    assert client.post(reverse("org:calendar_new"), typed).status_code == 302
    row = Calendar.objects.get(code="night")
    assert row.definition["shifts"][0]["stretches"] == [["20:00", "24:00"], ["25:00", "32:00"]]
    assert row.definition["pattern"]["days"] == [["N"]] * 5 + [[], []]
    page = text(client.get(reverse("org:calendar_edit", args=[row.pk])))
    assert 'value="00:00-01:00"' in page


def test_a_rotation_is_made_from_a_ready_made_pattern(factory, browse, ada):
    client = browse(ada)
    page = text(client.get(reverse("org:calendar_new"), {"pattern": "four_crews_three_shifts"}))
    assert "E E L L N N - -" in page
    typed = calendar_form(kind="rotation", anchor="2026-03-02", cycle="N N - -", offset="3")
    assert client.post(reverse("org:calendar_new"), typed).status_code == 302
    pattern = Calendar.objects.get(code="night").definition["pattern"]
    assert pattern == {
        "kind": "rotation",
        "anchor": "2026-03-02",
        "cycle": ["N", "N", None, None],
        "offset": 2,
    }


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"zone": "Mars/Base"}, "no known time zone"),
        ({"shifts-0-days": []}, "never works"),
        ({"shifts-0-end": ""}, "A shift needs this"),
        ({"shifts-0-breaks": "noon"}, "Write breaks like"),
        ({"shifts-0-breaks": "12:00-13:00"}, "have to lie within the shift"),
        ({"shifts-0-code": "N N"}, "A code is one word"),
        ({"kind": "rotation"}, "A rotation needs this"),
        ({"kind": "rotation", "anchor": "2026-03-02", "cycle": "N M"}, "does not have it"),
        (BLANK, "at least one shift"),
        ({"code": "office"}, "is taken"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_calendar_is_said_and_what_was_typed_is_kept(factory, browse, ada, more, says):
    typed = {**calendar_form(**{"shifts-0-days": ["0"]}), **more}
    page = text(browse(ada).post(reverse("org:calendar_new"), typed))
    assert says in page
    assert "夜班" in page
    assert Calendar.objects.count() == 2


def test_single_days_of_a_calendar(factory, browse, ada):
    client = browse(ada)
    url = reverse("org:calendar_days", args=[factory.office.pk])
    assert client.post(url, {"date": "2026-03-07", "shifts": ["D"], "note": "inventory"}).status_code == 302
    assert "inventory" in text(client.get(url))
    day = CalendarDay.objects.get()
    assert client.post(reverse("org:day_clear", args=[factory.office.pk, day.pk])).status_code == 302
    assert not CalendarDay.objects.exists()


def test_holidays_of_a_year_are_seeded_changed_and_removed(factory, browse, ada):
    client = browse(ada)
    assert client.post(reverse("org:holidays_seed", args=[2025])).status_code == 302
    page = text(client.get(reverse("org:holidays_of", args=[2025])))
    assert "Make-up day" in page
    assert "National Day" in page
    own = {"date": "2025-07-01", "name_zh": "厂庆", "working": "off"}
    assert client.post(reverse("org:holidays_of", args=[2025]), own).status_code == 302
    row = Holiday.objects.get(name_zh="厂庆")
    assert client.post(reverse("org:holiday_remove", args=[row.pk])).status_code == 302
    assert not Holiday.objects.filter(name_zh="厂庆").exists()
    assert client.get(reverse("org:holidays_of", args=[9999])).status_code == 404


def upload(name, content):
    return {"files": SimpleUploadedFile(name, content)}


def test_an_import_is_looked_at_before_it_is_carried_out(factory, browse, ada, tmp_path, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    client = browse(ada)
    good = "code,name_zh,parent\nNEW,新班组,WELD\n".encode()
    page = client.post(reverse("org:exchange"), upload("units.csv", good))
    assert "This would change" in text(page)
    assert not Unit.objects.filter(code="NEW").exists()
    assert client.post(reverse("org:exchange_apply")).status_code == 302
    assert Unit.objects.filter(code="NEW").exists()
    assert list(tmp_path.rglob("*.*")) == [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert client.post(reverse("org:exchange_apply")).status_code == 302  # pressed twice: nothing is waiting


def test_an_import_with_problems_names_them_and_offers_no_button(factory, browse, ada):
    bad = b"code,name_zh,parent\nNEW,,NOWHERE\n"
    page = browse(ada).post(reverse("org:exchange"), upload("units.csv", bad))
    assert page.status_code == 422
    assert "This has to be filled in." in text(page)
    assert "Carry out" not in text(page)


@pytest.mark.parametrize(("kind", "start"), [("xlsx", b"PK"), ("zip", b"PK")])
def test_the_organisation_is_exported(factory, browse, ada, kind, start):
    response = browse(ada).get(reverse("org:export", args=[kind]))
    assert response.content.startswith(start)
    assert f".{kind}" in response["Content-Disposition"]
    assert browse(ada).get(reverse("org:export", args=["exe"])).status_code == 404
