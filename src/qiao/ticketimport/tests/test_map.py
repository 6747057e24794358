"""A user's own map: whom and what names mean, what words mean, where values stand."""

import pytest
from django.utils import timezone

from qiao.catalogue.models import Category, Service, ServiceVersion
from qiao.desk.models import Request
from qiao.desk.rules import PauseKind, State
from qiao.org.models import Person, Unit
from qiao.ticketimport.tests.test_again import everything
from qiao.ticketimport.tests.test_presets import FILES

pytestmark = pytest.mark.django_db


def toml(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_people_and_units_that_the_organisation_knows_are_taken(run, of, zhao):
    run("otrs", *FILES["otrs"])
    assert of("2026030210000037").attachments.get().uploaded_by == zhao  # by her address
    assert not Person.objects.filter(name="Zhao Min", number__startswith="tp").exists()


def test_a_map_says_who_and_what_names_mean(run, of, zhao, office, tmp_path):
    category = Category.objects.create(code="repairs", name_zh="维修")
    service = Service.objects.create(code="repair", unit=office, category=category, name_zh="维修")
    service.version = ServiceVersion.objects.create(
        service=service, number=1, targets_data={"normal": [3600, 7200]}, published_at=timezone.now()
    )
    service.save()
    mapped = toml(
        tmp_path / "m.toml",
        '[people]\n"u-tao" = "1001"\n[units]\n"maintenance" = "it"\n[services]\n"Repair" = "repair"\n',
    )
    run("jira", *FILES["jira"], "--map", mapped)
    request = of("HELP-1")
    assert (request.holder_person, request.holder_unit, request.service) == (zhao, office, service)
    assert request.details.endswith("Labels: press, oil")
    assert request.answers == {"imported_key": "HELP-1"}  # found by search
    assert request.promised_at is None  # the service promises, the export did not
    assert not Unit.objects.filter(name_en="Maintenance").exists()


def test_who_worked_in_several_groups_sees_what_they_hold(run, of, zhao, tmp_path):
    mapped = toml(tmp_path / "m.toml", '[people]\n"u-tao" = "1001"\n"u-he" = "1001"\n')
    run("jira", *FILES["jira"], "--map", mapped)
    for key in ("HELP-1", "HELP-2"):
        assert of(key).holder_person == zhao
        assert Request.objects.visible_to(zhao.scope).filter(pk=of(key).pk).exists()
    before = everything()
    run("jira", *FILES["jira"], "--map", mapped)
    assert {**everything(), "Event": 0} == {**before, "Event": 0}


def test_who_does_not_belong_to_a_unit_of_the_organisation_is_named(run, of, zhao, outsider, tmp_path):
    mapped = toml(tmp_path / "m.toml", '[people]\n"u-tao" = "1002"\n[units]\n"Maintenance" = "it"\n')
    told = run("jira", "jira.csv", "--map", mapped, "--dry-run").output
    assert "jira.csv, row 2: “Tao Zhiyuan” works in “Maintenance” there but not here" in told


def test_a_map_joins_two_names_of_one_person(run, of, tmp_path):
    mapped = toml(tmp_path / "m.toml", '[people]\n"wu.gang@plant.example" = "wu.gang"\n')
    run("otrs", *FILES["otrs"], "--map", mapped)
    crane = of("2026030210000037")
    assert {each.author for each in crane.comments.all()} == {crane.holder_person}


def test_a_map_says_what_states_and_priorities_mean(run, of, tmp_path):
    mapped = toml(
        tmp_path / "m.toml",
        '[states]\n"Waiting for customer" = "pause parts"\n"resolved" = "close"\n'
        '[priorities]\n"highest" = "low"\n',
    )
    run("jira", *FILES["jira"], "--map", mapped)
    assert of("HELP-2").hops.get().pauses.get().kind == PauseKind.PARTS
    assert of("HELP-1").priority == "low"
    run("servicenow", *FILES["servicenow"], "--map", mapped)
    assert of("INC0010001").state == State.CONFIRMED


def test_a_map_says_where_values_stand(run, of, tmp_path):
    mapped = toml(
        tmp_path / "m.toml", '[fields]\nunit = "Issue Type"\n[extras]\n"Level" = "Security Level"\n'
    )
    run("jira", "jira.csv", "--map", mapped)
    request = of("HELP-2")
    assert request.holder_unit.name_en == "Access"
    assert "HR only" in request.answers.values()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[states]\nopen = 'sleep'", "no such step “sleep”"),
        ("[priorities]\nhigh = 'spicy'", "no such priority “spicy”"),
        ("[colours]\nred = 'blue'", "unknown: colours"),
        ("people = 'all'", "must be tables: people"),
        ("not toml", "cannot be used"),
    ],
)
def test_a_map_that_cannot_be_used_is_named_and_changes_nothing(run, tmp_path, text, words):
    before = everything()
    assert words in run("jira", "jira.csv", "--map", toml(tmp_path / "m.toml", text), ok=False).output
    assert everything() == before


def test_unknown_people_and_units_can_be_refused(run, zhao):
    before = everything()
    told = run("jira", *FILES["jira"], "--unknown", "refuse", ok=False).output
    assert "jira.csv, row 2: Person “Lin Mei” is unknown here." in told
    assert "Unit “Maintenance” is unknown here." in told
    assert everything() == before


def test_confidential_ones_stay_confidential(run, zhao):
    run("zammad", *FILES["zammad"], "--confidential")
    assert set(Request.objects.values_list("confidential", flat=True)) == {True}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--leader", "4711"), "there is no person “4711”"),
        (("--parent", "x"), "there is no unit “x”"),
        (("--calendar", "x"), "there is no calendar “x”"),
        (("--separator", "::"), "one character"),
        (("--zone", "Mars"), "“Mars” is no known time zone"),
        (("--encoding", "klingon"), "“klingon” is no known encoding"),
    ],
)
def test_a_wrong_option_is_named_and_changes_nothing(run, arguments, words):
    before = everything()
    assert words in run("jira", "jira.csv", *arguments, ok=False).output
    assert everything() == before
