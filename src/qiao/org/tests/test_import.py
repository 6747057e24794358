# ruff: noqa: E501  (the table of problems is read by columns)
"""Importing the organisation: every problem named by row, all or nothing, twice is once."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
import xlsxwriter
from django.utils import translation

from qiao.ledger.models import Event
from qiao.ledger.refusals import Conflict, Refused
from qiao.org import actions
from qiao.org.exchange.problems import Trouble
from qiao.org.models import Ancestry, Calendar, Holding, Person, Position, Substitution, Unit
from qiao.org.reads.exchange import exported, planned
from qiao.org.reads.state import current_state
from qiao.org.tests.conftest import NOW

pytestmark = pytest.mark.django_db

UNITS = """code,name_zh,parent,leader
HC,衡川机械,,1
WELD,焊装车间,HC,2
"""
PEOPLE = """number,name,unit,manager,email
1,安达,HC,,ada@example.org
2,韦强,WELD,1,
3,林梅,WELD,2,mei@example.org
"""
POSITIONS = "code,name_zh,unit\nWELDER,焊工,WELD\n"
HOLDINGS = "position,person\nWELDER,3\n"
SUBSTITUTIONS = "person,substitute,since,until,reason\n2,3,2026-12-01 08:00,2026-12-05 17:00,培训\n"
CALENDARS = """code,name_zh,shifts,pattern
nights,夜班,N 夜班/Night 20:00-08:00,rotation 2026-03-02 +0: N N - -
"""


def files(**sheets):
    whole = {"units": UNITS, "people": PEOPLE} | sheets
    return [(f"{name}.csv", text.encode()) for name, text in whole.items() if text]


def everything():
    return files(positions=POSITIONS, holdings=HOLDINGS, substitutions=SUBSTITUTIONS, calendars=CALENDARS)


def apply(content, by=None):
    return actions.apply_plan(plan=planned(content), by=by, at=NOW)


def found(plan):
    return [(p.trouble, p.sheet, p.row, p.column) for p in plan.problems]


def test_an_empty_database_becomes_the_organisation_of_the_files():
    plan = apply(everything())
    assert [(t.sheet.key, t.new, t.changed, t.same) for t in plan.tallies()] == [
        ("calendars", 1, 0, 0),
        ("units", 2, 0, 0),
        ("people", 3, 0, 0),
        ("positions", 1, 0, 0),
        ("holdings", 1, 0, 0),
        ("substitutions", 1, 0, 0),
    ]
    welding = Unit.objects.get(code="WELD")
    assert (welding.parent.code, welding.leader.name, welding.calendar.code) == ("HC", "韦强", "standard")
    assert Ancestry.objects.filter(unit=welding).count() == 2
    assert Person.objects.get(number="3").manager.name == "韦强"
    assert Holding.objects.get().person.name == "林梅"
    assert Substitution.objects.get().since == datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
    night = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
    assert Calendar.objects.get(code="nights").compiled.shift_at(night).name_en == "Night"


def test_the_second_import_of_the_same_files_changes_nothing():
    apply(everything())
    events, revisions = Event.objects.count(), list(Person.objects.values_list("revision", flat=True))
    plan = apply(everything())
    assert plan.changes == []
    assert sum(tally.same for tally in plan.tallies()) == 9
    assert Event.objects.count() == events
    assert list(Person.objects.values_list("revision", flat=True)) == revisions


def test_looking_at_files_changes_nothing():
    assert planned(everything()).is_possible
    assert not Unit.objects.exists()
    assert not Event.objects.exists()


def test_only_what_differs_is_changed_and_told():
    apply(files())
    before = {person.number: person.revision for person in Person.objects.all()}
    apply(files(people=PEOPLE.replace("林梅,WELD,2,mei@", "林小梅,HC,2,xiaomei@")))
    mei = Person.objects.get(number="3")
    assert (mei.name, mei.unit.code, mei.email) == ("林小梅", "HC", "xiaomei@example.org")
    assert mei.revision == before["3"] + 1
    assert Person.objects.get(number="2").revision == before["2"]
    kinds = Event.objects.filter(subject_id=mei.pk, subject_type="org.person").order_by("pk")
    assert [event.kind for event in kinds] == ["org.person_created", "org.person_moved", "org.person_changed"]
    assert kinds.last().data["changes"]["name"] == ["林梅", "林小梅"]


def test_what_the_files_do_not_mention_stays():
    apply(everything())
    apply(files(units="code,name_zh\nWELD,焊装\n", people=None))
    welding = Unit.objects.get(code="WELD")
    assert (welding.name_zh, welding.parent.code, welding.leader.number) == ("焊装", "HC", "2")
    assert Person.objects.count() == 3


def test_two_people_swap_their_addresses():
    apply(files())
    apply(files(people=PEOPLE.replace("ada@", "x@").replace("mei@", "ada@").replace("x@", "mei@")))
    assert Person.objects.get(number="3").email == "ada@example.org"


def test_a_whole_branch_moves_by_import():
    apply(files())
    apply(files(units=UNITS + "PLANT,一厂,HC,\n".replace("HC,\n", "HC,1\n")))
    apply(files(units="code,name_zh,parent\nWELD,焊装车间,PLANT\n", people=None))
    codes = (
        Ancestry.objects.filter(unit__code="WELD").order_by("depth").values_list("ancestor__code", flat=True)
    )
    assert list(codes) == ["WELD", "PLANT", "HC"]


PROBLEMS = [
    ("unknown parent", {"units": UNITS + "X,某组,NOWHERE,\n"}, Trouble.UNKNOWN_UNIT, "units", 4, "parent"),
    ("unknown leader", {"units": UNITS + "X,某组,HC,99\n"}, Trouble.UNKNOWN_PERSON, "units", 4, "leader"),
    ("unit above itself", {"units": UNITS + "X,某组,X,\n"}, Trouble.UNIT_CIRCLE, "units", 4, "parent"),
    ("blank name", {"units": UNITS + "X,,HC,\n"}, Trouble.REQUIRED, "units", 4, "name_zh"),
    ("blank in a code", {"units": UNITS + "X Y,某组,HC,\n"}, Trouble.BAD_CODE, "units", 4, "code"),
    ("long name", {"units": UNITS + f"X,{'长' * 81},HC,\n"}, Trouble.TOO_LONG, "units", 4, "name_zh"),
    ("same unit twice", {"units": UNITS + "WELD,又一个,HC,\n"}, Trouble.DUPLICATE, "units", 4, "code"),
    ("unknown header", {"units": "code,name_zh,colour\nX,某组,red\n"}, Trouble.UNKNOWN_HEADER, "units", 1, "colour"),
    ("missing header", {"units": "code,parent\nX,HC\n"}, Trouble.MISSING_HEADER, "units", 1, ""),
    ("header twice", {"units": "code,name_zh,名称\nX,a,b\n"}, Trouble.REPEATED_HEADER, "units", 1, "名称"),
    ("bad order", {"units": "code,name_zh,order\nX,a,-3\n"}, Trouble.BAD_NUMBER, "units", 2, "order"),
    ("bad kind", {"units": "code,name_zh,kind\nX,a,tribe\n"}, Trouble.BAD_CHOICE, "units", 2, "kind"),
    ("unknown calendar", {"units": "code,name_zh,calendar\nX,a,moon\n"}, Trouble.UNKNOWN_CALENDAR, "units", 2, "calendar"),
    ("unknown unit", {"people": PEOPLE + "4,陶,MOON,,\n"}, Trouble.UNKNOWN_UNIT, "people", 5, "unit"),
    ("unknown manager", {"people": PEOPLE + "4,陶,HC,77,\n"}, Trouble.UNKNOWN_PERSON, "people", 5, "manager"),
    ("bad e-mail", {"people": PEOPLE + "4,陶,HC,,tao at home\n"}, Trouble.BAD_EMAIL, "people", 5, "email"),
    ("e-mail twice", {"people": PEOPLE + "4,陶,HC,,MEI@example.org\n"}, Trouble.EMAIL_TAKEN, "people", 5, "email"),
    ("same number twice", {"people": PEOPLE + "3,陶,HC,,\n"}, Trouble.DUPLICATE, "people", 5, "number"),
    ("bad date", {"people": "number,name,unit,joined_on\n1,a,HC,2026-02-30\n2,b,HC,\n"}, Trouble.BAD_DATE, "people", 2, "joined_on"),
    ("unknown position", {"holdings": "position,person\nKING,3\n"}, Trouble.UNKNOWN_POSITION, "holdings", 2, "position"),
    ("bad moment", {"substitutions": SUBSTITUTIONS.replace("08:00", "25:00")}, Trouble.BAD_MOMENT, "substitutions", 2, "since"),
    ("ends early", {"substitutions": SUBSTITUTIONS.replace("12-05", "11-05")}, Trouble.REFUSED, "substitutions", 2, "substitute"),
    ("overlap", {"substitutions": SUBSTITUTIONS + "2,1,2026-12-03 08:00,2026-12-09 08:00,\n"}, Trouble.REFUSED, "substitutions", 2, "substitute"),
    ("chain", {"substitutions": SUBSTITUTIONS + "3,1,2026-12-03 08:00,2026-12-09 08:00,\n"}, Trouble.REFUSED, "substitutions", 2, "substitute"),
    ("bad shifts", {"calendars": CALENDARS.replace("20:00-08:00", "20-8")}, Trouble.BAD_CALENDAR, "calendars", 2, "shifts"),
    ("unknown shift", {"calendars": CALENDARS.replace("N N - -", "N M - -")}, Trouble.BAD_CALENDAR, "calendars", 2, "pattern"),
    ("never works", {"calendars": CALENDARS.replace("N N - -", "- - - -")}, Trouble.REFUSED, "calendars", 2, "pattern"),
]  # fmt: skip


@pytest.mark.parametrize(("sheets", "where"), [(p[1], p[2:]) for p in PROBLEMS], ids=[p[0] for p in PROBLEMS])
def test_every_problem_is_named_with_its_row_and_nothing_is_done(sheets, where):
    plan = planned(files(**sheets))
    assert where in found(plan)
    assert all(problem.sentence for problem in plan.problems)
    with pytest.raises(ValueError):
        actions.apply_plan(plan=plan, by=None, at=NOW)
    assert not Unit.objects.exists()


def test_all_problems_come_at_once_in_the_order_of_the_sheets():
    units = UNITS + "X,,NOWHERE,\nY,某组,NOWHERE,99\n"
    people = PEOPLE + "4,,MOON,,bad\n"
    assert found(planned(files(units=units, people=people))) == [
        (Trouble.REQUIRED, "units", 4, "name_zh"),
        (Trouble.UNKNOWN_PERSON, "units", 5, "leader"),
        (Trouble.UNKNOWN_UNIT, "units", 5, "parent"),
        (Trouble.BAD_EMAIL, "people", 5, "email"),
        (Trouble.REQUIRED, "people", 5, "name"),
    ]


def test_a_circle_names_every_row_on_it_and_the_way_round():
    units = "code,name_zh,parent\nA,a,C\nB,b,A\nC,c,B\nD,d,A\n"
    plan = planned(files(units=units, people=None))
    assert found(plan) == [(Trouble.UNIT_CIRCLE, "units", row, "parent") for row in (2, 3, 4)]
    assert "A → C → B → A" in plan.problems[0].sentence


def test_managers_in_a_circle_with_somebody_who_is_there_already():
    apply(files())
    people = "number,name,unit,manager\n1,安达,HC,3\n"
    assert found(planned(files(units=None, people=people))) == [
        (Trouble.MANAGER_CIRCLE, "people", 2, "manager")
    ]


def test_closed_units_and_people_who_left_are_named():
    apply(files())
    ada = Person.objects.get(number="1")
    old = actions.create_unit(code="OLD", name_zh="旧", parent=Unit.objects.get(code="HC"), by=None, at=NOW)
    gone = actions.create_person(number="9", name="走", unit=ada.unit, by=None, at=NOW)
    actions.close_unit(unit=old, by=None, at=NOW)
    actions.leave(person=gone, by=None, at=NOW)
    people = "number,name,unit,manager\n5,a,OLD,\n6,b,HC,9\n9,走,HC,\n"
    assert found(planned(files(units=None, people=people))) == [
        (Trouble.UNIT_CLOSED, "people", 2, "unit"),
        (Trouble.PERSON_GONE, "people", 3, "manager"),
        (Trouble.PERSON_GONE, "people", 4, "number"),
    ]


ENCODINGS = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_files_in_the_encodings_and_separators_that_offices_write(encoding, separator):
    text = "工号,姓名,所属部门\n1,安达,HC\n".replace(",", separator)
    units = "部门编码,名称\nHC,衡川机械\n".replace(",", separator)
    apply([("人员.csv", text.encode(encoding)), ("部门.csv", units.encode(encoding))])
    assert Person.objects.get().name == "安达"


def test_a_sheet_is_recognised_by_its_headers_when_its_name_says_nothing():
    apply(
        [("导出 (3).csv", UNITS.replace(",leader", "").replace(",1\n", "\n").replace(",2\n", "\n").encode())]
    )
    assert Unit.objects.count() == 2


def test_leading_zeros_and_cells_that_look_like_formulas_survive_a_round_trip():
    apply(files())
    actions.create_person(
        number="007", name="=SUM(A1)", phone="+86 138", unit=Unit.objects.get(code="HC"), by=None, at=NOW
    )
    actions.create_unit(code="-X", name_zh="@组", parent=Unit.objects.get(code="HC"), by=None, at=NOW)
    for kind in ("xlsx", "zip"):
        plan = planned([(f"organisation.{kind}", exported(kind))])
        assert (plan.problems, plan.changes) == ([], [])
    text = zipfile.ZipFile(io.BytesIO(exported("zip"))).read("people.csv").decode("utf-8-sig")
    assert "'=SUM(A1)" in text
    assert ",=SUM" not in text


def test_a_workbook_holds_no_formula(factory):
    factory.person("66", name='=HYPERLINK("http://evil","x")')
    book = zipfile.ZipFile(io.BytesIO(exported("xlsx")))
    assert not any(b"<f>" in book.read(name) for name in book.namelist() if "worksheets" in name)


@pytest.mark.parametrize("kind", ["xlsx", "zip"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_was_exported_imports_into_an_empty_database_as_the_same(factory, kind, language):
    job = actions.create_position(code="J", name_zh="焊工", unit=factory.team, by=None, at=NOW)
    actions.give_position(position=job, person=factory.mei, by=None, at=NOW)
    until = datetime(2026, 3, 9, 0, 0, 30, tzinfo=UTC)
    actions.set_substitute(
        person=factory.mei, substitute=factory.tao, since=NOW, until=until, by=None, at=NOW
    )
    before = current_state()
    with translation.override(language):
        content = exported(kind)
    for model in (Substitution, Holding, Position):
        model.objects.all().delete()
    Unit.objects.update(leader=None)
    Person.objects.update(manager=None)
    Person.objects.all().delete()
    Ancestry.objects.all().delete()
    for unit in Unit.objects.exclude(children__gt=0):
        unit.delete()
    Unit.objects.filter(code="WELD").delete()
    Unit.objects.all().delete()
    Calendar.objects.all().delete()
    apply([(f"all.{kind}", content)])
    assert current_state() == before


def test_a_plan_that_others_overtook_is_not_carried_out():
    apply(files())
    plan = planned(files(people=PEOPLE.replace("林梅", "林小梅")))
    mei = Person.objects.get(number="3")
    actions.change_person(person=mei, name="林大梅", by=None, at=NOW)
    with pytest.raises(Conflict):
        actions.apply_plan(plan=plan, by=None, at=NOW)
    assert Person.objects.get(number="3").name == "林大梅"


def test_only_administrators_import(factory, ada, mei):
    plan = planned([("units.csv", b"code,name_zh,parent\nNEW,new,HC\n")])
    with pytest.raises(Refused):
        actions.apply_plan(plan=plan, by=mei, at=NOW)
    actions.apply_plan(plan=plan, by=ada, at=NOW)
    assert Unit.objects.filter(code="NEW").exists()


def workbook(**sheets):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, lines in sheets.items():
            page = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for column, cell in enumerate(line):
                    page.write(row, column, cell)
    return stream.getvalue()


def test_a_workbook_as_people_make_them():
    content = workbook(
        部门=[["部门编码*", "名称*", "上级部门"], ["HC", "衡川", ""], [], ["W", "焊装", "HC"]],
        人员=[["工号", "姓名", "所属部门", ""], [10001, "安达", "W", "a remark outside"]],
        说明=[["anything"]],
    )
    plan = apply([("organisation.xlsx", content)])
    assert plan.ignored == ["说明"]
    assert Person.objects.get().number == "10001"
    assert Unit.objects.count() == 2


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("people.csv", b"0" * (160 * 1024 * 1024))
    return stream.getvalue()


def lying():
    """A member that claims to be small."""
    content = bomb()
    size = (160 * 1024 * 1024).to_bytes(4, "little")
    return content.replace(size, (10).to_bytes(4, "little"))


def far_cell():
    content = workbook(people=[["number", "name", "unit"], ["1", "a", "HC"]])
    stream, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(content))
    with zipfile.ZipFile(stream, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if "sheet1.xml" in name:
                data = data.replace(b'r="C2"', b'r="XFD1048576"')
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "trouble"),
    [
        ("a.xlsx", lambda: b"not a workbook at all", Trouble.UNREADABLE),
        ("a.xlsx", lambda: workbook(units=[["code"]])[:-60], Trouble.UNREADABLE),
        ("a.xlsx", lambda: bomb(), Trouble.UNPACKS_TOO_BIG),
        ("a.zip", lambda: bomb(), Trouble.UNPACKS_TOO_BIG),
        ("a.zip", lambda: lying(), Trouble.UNPACKS_TOO_BIG),
        ("a.zip", lambda: b"PK\x03\x04broken", Trouble.UNREADABLE),
        ("a.xlsx", far_cell, Trouble.TOO_WIDE),
        ("a.csv", lambda: b"", Trouble.EMPTY),
        ("a.csv", lambda: b"\xff\xfe\xff", Trouble.ENCODING),
        ("a.csv", lambda: b"\x80\xff\x80,\xff", Trouble.ENCODING),
        ("a.csv", lambda: b'code,name_zh\n"HC,never closed\n', Trouble.UNREADABLE),
        ("a.csv", lambda: b"1,2,3\n4,5,6\n", Trouble.NO_SHEET),
        ("a.csv", lambda: b"code,name_zh\n" + b"x,y\n" * 100_001, Trouble.TOO_MANY_ROWS),
        ("a.csv", lambda: b"," * 100 + b"\n", Trouble.TOO_WIDE),
        ("a.pdf", lambda: b"%PDF-1.7", Trouble.UNKNOWN_KIND),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(name, content, trouble):
    plan = planned([(name, content())])
    assert [problem.trouble for problem in plan.problems] == [trouble]
    assert plan.problems[0].sentence


def test_the_same_sheet_twice_is_refused():
    twice = [("units.csv", UNITS.encode()), ("部门.csv", UNITS.encode())]
    assert Trouble.REPEATED_SHEET in {problem.trouble for problem in planned(twice).problems}


def test_a_row_that_names_a_faulty_row_is_not_blamed_for_it():
    units = UNITS + "X,,HC,\n"
    people = PEOPLE + "4,陶,X,,\n"
    assert found(planned(files(units=units, people=people))) == [(Trouble.REQUIRED, "units", 4, "name_zh")]
