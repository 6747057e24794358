"""Pages: what they show, to whom, with how many queries, and what happens to what was typed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qiao.org import actions
from qiao.org.models import (
    Grant,
    Holding,
    Person,
    Position,
    Substitution,
    Unit,
)
from qiao.org.tests.conftest import text

pytestmark = pytest.mark.django_db


ADMIN_PAGES = [
    "admin", "unit_new", "manage_people", "person_new", "positions", "position_new", "roles", "calendars",
    "patterns", "calendar_new", "holidays", "exchange", "exchange_template",
]  # fmt: skip


def everything(factory):
    job = actions.create_position(code="J", name_zh="焊工", unit=factory.team, by=None, at=factory.now)
    holding = actions.give_position(position=job, person=factory.mei, by=None, at=factory.now)
    until = timezone.now() + timedelta(days=3)
    row = actions.set_substitute(
        person=factory.tao, substitute=factory.mei, since=factory.now, until=until, by=None, at=factory.now
    )
    return {"position_edit": job.pk, "position_give": job.pk, "holding_end": holding.pk, "substitute": row.pk}


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_administration_exists_only_for_administrators(factory, browse, mei, wei, ada, name):
    for person in (mei, wei):
        assert browse(person).get(reverse(f"org:{name}")).status_code == 404
    assert browse(ada).get(reverse(f"org:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["unit_edit", "unit_close"])
def test_editing_a_unit_exists_only_for_administrators(factory, browse, wei, ada, name):
    url = reverse(f"org:{name}", args=[factory.team.pk])
    assert browse(wei).get(url).status_code == 404
    assert browse(ada).get(url).status_code == 200


def test_strangers_are_sent_to_sign_in(factory, client):
    response = client.get(reverse("org:index"))
    assert response.status_code == 302
    assert "login" in response.url or "sign" in response.url


def test_the_directory_shows_the_tree_and_finds_people_and_units(factory, browse, mei):
    page = browse(mei).get(reverse("org:index"))
    assert [text(page).count(f">{code}<") > 0 for code in ("HC", "WELD", "WELD-1", "MAINT")] == [True] * 4
    found = text(browse(mei).get(reverse("org:index"), {"q": "韦"}))
    assert "Wei" in found
    assert "Lin" not in found
    assert "WELD-1" in text(browse(mei).get(reverse("org:index"), {"q": "焊装一"}))
    assert "Nothing found" in text(browse(mei).get(reverse("org:index"), {"q": "zzz"}))


def test_a_unit_says_who_leads_who_belongs_and_who_stands_in(factory, browse, mei):
    everything(factory)
    page = text(browse(mei).get(reverse("org:unit", args=[factory.team.pk])))
    for word in ("Tao", "Mei", "Wei", "Mei stands in until", "HC", "WELD"):
        assert word in page


def test_a_person_says_where_they_belong_and_what_they_hold(factory, browse, lin):
    everything(factory)
    page = text(browse(lin).get(reverse("org:person", args=[factory.mei.pk])))
    for word in ("焊工", "WELD-1", "mei@example.org", "Tao", "Stands in for"):
        assert word in page
    assert reverse("org:person_edit", args=[factory.mei.pk]) not in page


@pytest.mark.parametrize(("name", "number"), [("unit", 999), ("person", 999)])
def test_what_does_not_exist_is_not_found(factory, browse, mei, name, number):
    assert browse(mei).get(reverse(f"org:{name}", args=[number])).status_code == 404


def period(**more):
    start = timezone.localtime() + timedelta(days=1)
    values = {"since": f"{start:%Y-%m-%dT08:00}", "until": f"{start + timedelta(days=2):%Y-%m-%dT17:00}"}
    return {"substitute": "3 陶志远", "reason": "training", **values, **more}


def test_somebody_names_their_own_substitute_changes_and_ends_it(factory, browse, mei):
    client = browse(mei)
    new = reverse("org:substitute_new", args=[mei.pk])
    assert client.get(new).status_code == 200
    assert client.post(new, period()).status_code == 302
    row = Substitution.objects.get()
    assert (row.substitute.name, row.reason) == ("陶志远", "training")
    assert client.post(reverse("org:substitute", args=[row.pk]), period(substitute="5")).status_code == 302
    assert Substitution.objects.get().substitute == factory.lin
    assert client.post(reverse("org:substitute_end", args=[row.pk])).status_code == 302
    assert not Substitution.objects.exists()


@pytest.mark.parametrize(
    ("who", "whom", "status"),
    [("mei", "tao", 404), ("lin", "mei", 404), ("tao", "mei", 200), ("wei", "mei", 200), ("ada", "mei", 200)],
)
def test_leaders_name_substitutes_for_those_they_lead(factory, browse, who, whom, status):
    url = reverse("org:substitute_new", args=[getattr(factory, whom).pk])
    assert browse(getattr(factory, who)).get(url).status_code == status


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"substitute": "nobody"}, "Nobody with this name"),
        ({"substitute": "4"}, "stand in for themselves"),
        ({"until": "2020-01-01T08:00"}, "This period is over"),
        ({"substitute": "林梅"}, "Several people"),
    ],
)
def test_a_refused_substitute_keeps_what_was_typed(factory, browse, mei, typed, says):
    if typed.get("substitute") == "林梅":
        factory.person("88", name="林梅")
    page = text(browse(mei).post(reverse("org:substitute_new", args=[mei.pk]), period(**typed)))
    assert says in page
    assert "training" in page
    assert not Substitution.objects.exists()


def unit_form(unit, **more):
    values = {
        name: getattr(unit, name) for name in ("code", "name_zh", "name_en", "kind", "order", "revision")
    }
    values |= {"parent": unit.parent_id or "", "leader": "", "calendar": unit.own_calendar_id or ""}
    return values | more


def test_a_unit_is_created_edited_moved_and_closed(factory, browse, ada):
    client = browse(ada)
    new = {"code": "W2", "name_zh": "焊装二班", "kind": "team", "parent": factory.welding.pk, "leader": "4"}
    assert client.post(reverse("org:unit_new"), new).status_code == 302
    unit = Unit.objects.get(code="W2")
    assert unit.leader == factory.mei
    edit = reverse("org:unit_edit", args=[unit.pk])
    assert "4 林梅" in text(client.get(edit))
    assert client.post(edit, unit_form(unit, parent=factory.maintenance.pk)).status_code == 302
    unit = Unit.objects.get(code="W2")
    assert (unit.parent, unit.leader) == (factory.maintenance, None)
    assert client.post(reverse("org:unit_close", args=[unit.pk])).status_code == 302
    assert not Unit.objects.get(code="W2").active
    assert ">W2<" not in text(client.get(reverse("org:admin")))
    assert ">W2<" in text(client.get(reverse("org:admin"), {"closed": "1"}))


def test_a_stale_form_shows_what_changed_and_the_next_save_wins(factory, browse, ada):
    client = browse(ada)
    typed = unit_form(factory.team, name_zh="焊装甲班")
    actions.edit_unit(
        unit=factory.team, parent=factory.welding, leader=None, by=None, at=factory.now,
        code="WELD-1", name_zh="焊装乙班", name_en="WELD-1", kind="team", calendar=factory.nights, order=0,
    )  # fmt: skip
    url = reverse("org:unit_edit", args=[factory.team.pk])
    page = client.post(url, typed)
    assert page.status_code == 200
    assert "now “焊装乙班”, you typed “焊装甲班”" in text(page)
    assert Unit.objects.get(code="WELD-1").name_zh == "焊装乙班"
    typed["revision"] = Unit.objects.get(code="WELD-1").revision
    assert f'name="revision" value="{typed["revision"]}"' in text(page)
    assert client.post(url, typed).status_code == 302
    assert Unit.objects.get(code="WELD-1").name_zh == "焊装甲班"


def test_a_unit_is_not_offered_as_a_place_below_itself(factory, browse, ada):
    page = text(browse(ada).get(reverse("org:unit_edit", args=[factory.welding.pk])))
    assert f'value="{factory.maintenance.pk}"' in page
    assert f'value="{factory.team.pk}"' not in page


def test_closing_a_unit_in_use_says_why_not(factory, browse, ada):
    page = text(browse(ada).get(reverse("org:unit_close", args=[factory.team.pk])))
    assert "People still belong to it (2)" in page


def person_form(person, **more):
    names = ("number", "name", "name_en", "email", "phone", "language", "revision")
    values = {name: getattr(person, name) for name in names} | {"unit": person.unit_id, "manager": ""}
    return values | more


def test_a_person_is_created_edited_leaves_and_returns(factory, browse, ada):
    client = browse(ada)
    new = {"number": "70", "name": "许静", "unit": factory.team.pk, "manager": "3", "language": "en"}
    assert client.post(reverse("org:person_new"), new).status_code == 302
    person = Person.objects.get(number="70")
    edit = reverse("org:person_edit", args=[person.pk])
    assert client.post(edit, person_form(person, unit=factory.maintenance.pk)).status_code == 302
    assert Person.objects.get(number="70").unit == factory.maintenance
    leave = reverse("org:person_leave", args=[person.pk])
    assert client.get(leave).status_code == 200
    assert client.post(leave, {"on": "2026-03-31"}).status_code == 302
    assert not Person.objects.get(number="70").active
    assert "许静" in text(client.get(reverse("org:manage_people"), {"gone": "1"}))
    back = reverse("org:person_return", args=[person.pk])
    assert client.post(back, {"unit": factory.team.pk}).status_code == 302
    assert Person.objects.get(number="70").active


def test_whoever_leads_leaves_only_with_a_successor(factory, browse, ada, tao):
    client = browse(ada)
    leave = reverse("org:person_leave", args=[tao.pk])
    assert "They still lead WELD-1" in text(client.post(leave, {"on": "2026-03-31"}))
    assert client.post(leave, {"on": "2026-03-31", "successor": "4"}).status_code == 302
    assert Unit.objects.get(code="WELD-1").leader == factory.mei


def test_positions_are_created_given_and_given_up(factory, browse, ada):
    client = browse(ada)
    new = {"code": "WELDER", "name_zh": "焊工", "unit": factory.team.pk}
    assert client.post(reverse("org:position_new"), new).status_code == 302
    job = Position.objects.get()
    assert client.post(reverse("org:position_give", args=[job.pk]), {"person": "4"}).status_code == 302
    again = client.post(reverse("org:position_give", args=[job.pk]), {"person": "4"})
    assert "holds this position already" in text(again)
    assert "Mei" in text(client.get(reverse("org:positions")))
    holding = Holding.objects.get()
    assert client.post(reverse("org:holding_end", args=[holding.pk])).status_code == 302
    assert client.post(reverse("org:position_close", args=[job.pk])).status_code == 302
    assert not Position.objects.get().active


def test_roles_are_given_and_the_last_administrator_stays(factory, browse, ada):
    client = browse(ada)
    assert client.post(reverse("org:roles"), {"person": "2", "role": "survey_officer"}).status_code == 302
    own = Grant.objects.get(person=ada)
    response = client.post(reverse("org:role_revoke", args=[own.pk]))
    assert response.status_code == 409
    assert "last administrator" in text(response)
    assert Grant.objects.filter(person=ada).exists()


def test_people_are_suggested_while_one_types(factory, browse, mei):
    page = text(browse(mei).get(reverse("org:pick"), {"successor": "林"}))
    assert 'value="4 林梅"' in page
    assert 'value="5 林峰"' in page
    assert "陶" not in page


def test_people_come_page_by_page(factory, browse, mei):
    for number in range(100, 160):
        factory.person(str(number), name=f"员工{number}")
    client = browse(mei)
    first = client.get(reverse("org:people"))
    assert len(first.context["page"].items) == 50
    second = client.get(reverse("org:people"), {"after": first.context["page"].older})
    assert len(second.context["page"].items) == 15


PAGES = ["index", "people", "unit", "person", "admin", "manage_people", "positions"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_cost_a_fixed_number_of_queries(factory, browse, ada, name, django_assert_max_num_queries):
    args = {"unit": [factory.team.pk], "person": [factory.tao.pk]}.get(name, [])
    client = browse(ada)
    everything(factory)
    client.get(reverse(f"org:{name}", args=args))
    with django_assert_max_num_queries(40) as before:
        client.get(reverse(f"org:{name}", args=args))
    for number in range(12):
        factory.person(str(200 + number), manager=factory.tao)
        if number % 2:
            factory.unit(f"N{number}", factory.team)
    with django_assert_max_num_queries(40) as after:
        client.get(reverse(f"org:{name}", args=args))
    assert len(after) == len(before)


def test_administrators_read_who_changed_what(factory, browse, ada, mei):
    actions.change_person(person=mei, phone="123", unit=factory.maintenance, by=ada, at=factory.now)
    page = text(browse(ada).get(reverse("org:person_edit", args=[mei.pk])))
    assert "moved them from 焊装一班 to 设备部" in page
    assert "Phone: — → 123" in page
    assert "<b>Ada</b>" in page
    for name, row in (("unit_edit", factory.team), ("calendar_edit", factory.office)):
        assert "created it" in text(browse(ada).get(reverse(f"org:{name}", args=[row.pk])))


FORGED = ["\0", "9" * 5000, "-1", "²", "' OR 1=1 --", "%00"]


@pytest.mark.parametrize("value", FORGED)
@pytest.mark.parametrize("page", ["index", "people", "manage_people", "pick", "position_new", "unit_new"])
def test_what_somebody_writes_into_the_address_does_no_harm(factory, browse, ada, page, value):
    names = ("q", "unit", "after", "before", "parent", "gone", "person")
    assert browse(ada).get(reverse(f"org:{page}"), dict.fromkeys(names, value)).status_code == 200
