"""Every page: who may open it, what it does, what it costs."""

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils.translation import override

from qiao.catalogue import actions, keeping, reads
from qiao.catalogue.models import Category, Service
from qiao.catalogue.tests.conftest import NOW, person
from qiao.ledger.models import Event
from qiao.org.models import Person

EVERYBODY = {"min", "gang", "wei", "an", "mei", "ou"}
KEEPERS = {"gang", "wei", "an"}
ADMINISTRATORS = {"an"}

PAGES = [
    ("catalogue", (), EVERYBODY),
    ("people", (), EVERYBODY),
    ("units", (), EVERYBODY),
    ("service", ("repair",), EVERYBODY),
    ("manage", (), KEEPERS),
    ("create", (), KEEPERS),
    ("categories", (), ADMINISTRATORS),
    ("create_category", (), ADMINISTRATORS),
    ("category", ("repair",), ADMINISTRATORS),
    ("edit", ("repair",), KEEPERS),
    ("move", ("repair",), KEEPERS),
    ("retire", ("repair",), KEEPERS),
    ("version", ("repair", 1), KEEPERS),
    ("draft", ("repair",), KEEPERS),
    ("terms", ("repair",), KEEPERS),
    ("new_question", ("repair",), KEEPERS),
    ("question", ("repair", "stopped"), KEEPERS),
    ("preview", ("repair",), KEEPERS),
    ("publish", ("repair",), KEEPERS),
    ("drop", ("repair",), KEEPERS),
]
WRITES = [
    ("reopen", ("repair",), KEEPERS),
    ("place", ("repair", "stopped"), KEEPERS),
    ("close_category", ("repair",), ADMINISTRATORS),
]


def url(name, *args):
    return reverse(f"catalogue:{name}", args=args)


def draft(house):
    return actions.begin_draft(service=house.service, by=None, at=NOW)


@pytest.mark.parametrize(("name", "args", "allowed"), PAGES, ids=[page[0] for page in PAGES])
def test_a_page_exists_for_those_who_may_open_it_in_both_languages(house, browse, name, args, allowed):
    draft(house)
    for number, who in enumerate(sorted(EVERYBODY)):
        answer = browse(who, ("zh-hans", "en")[number % 2]).get(url(name, *args))
        assert answer.status_code == (200 if who in allowed else 404), who


@pytest.mark.parametrize(("name", "args", "allowed"), WRITES, ids=[page[0] for page in WRITES])
def test_a_button_works_for_those_who_may_press_it(house, browse, name, args, allowed):
    draft(house)
    if name == "reopen":
        actions.retire_service(service=house.service, by=None, at=NOW)
    for who in sorted(EVERYBODY - allowed):
        before = Event.objects.count()
        assert browse(who).post(url(name, *args), {"to": "up"}).status_code == 404
        assert Event.objects.count() == before
    who = sorted(allowed)[0]
    assert browse(who).post(url(name, *args), {"to": "up"}).status_code == 302


@pytest.mark.parametrize(
    ("name", "args", "allowed"), PAGES + WRITES, ids=[page[0] for page in PAGES + WRITES]
)
def test_strangers_are_sent_to_sign_in(house, client, name, args, allowed):
    for answer in (client.get(url(name, *args)), client.post(url(name, *args))):
        assert answer.status_code == 302
        assert answer.url.startswith(f"{reverse('account_login')}?next=/")


@pytest.mark.parametrize(
    "address",
    [
        "nothing/",
        "repair/versions/9/",
        "repair/draft/questions/nothing/",
        "repair/edit/x/",
        "manage/categories/nothing/",
        "%00/",
        "people/x/",
    ],
)
def test_what_is_not_there_is_not_found(house, browse, address):
    draft(house)
    assert browse("an").get(f"/services/{address}").status_code == 404


def closed_to_mei(house):
    draft(house)
    actions.change_draft(
        service=house.service,
        by=None,
        at=NOW,
        for_everyone=False,
        audience=[house.units["FI"]],
        confirm_days=4,
    )
    actions.publish(service=house.service, by=None, at=NOW)


def test_what_is_not_for_me_does_not_exist_for_me(house, browse):
    closed_to_mei(house)
    mei = browse("mei")
    assert mei.get(url("service", "repair")).status_code == 404
    assert "设备抢修" not in mei.get(url("catalogue")).content.decode()
    assert "设备抢修" not in mei.get(url("catalogue"), {"q": "抢修"}).content.decode()


def test_the_providing_unit_sees_what_it_may_not_ask_for_itself_and_why(house, browse):
    closed_to_mei(house)
    page = browse("min").get(url("service", "repair")).content.decode()
    assert "这项服务不对你们部门开放" in page
    assert "提需求" not in page.split("q-page")[1]


@pytest.mark.parametrize("word", ["抢修", "urgent", "REPAIR", "维修", "EQ-R", "抢修班 设备", ""])
def test_a_service_is_found_by_words_in_either_language(house, browse, word):
    assert "设备抢修" in browse("mei").get(url("catalogue"), {"q": word}).content.decode()


@pytest.mark.parametrize("query", [{"q": "绩效"}, {"unit": "99999"}, {"q": "抢修 绩效"}])
def test_what_does_not_match_says_so_and_leads_back(house, browse, query):
    page = browse("mei").get(url("catalogue"), query).content.decode()
    assert "没有找到" in page
    assert "设备抢修" not in page


@pytest.mark.parametrize(
    "query", [{"unit": "abc"}, {"unit": "9" * 40}, {"q": "\0"}, {"after": "forged"}, {"q": "x" * 5000}]
)
def test_forged_filters_do_no_harm(house, browse, query):
    assert browse("mei").get(url("catalogue"), query).status_code == 200
    assert browse("an").get(url("manage"), query).status_code == 200
    assert browse("an").get(url("people"), query).status_code == 200


def test_searching_swaps_only_the_shelves(house, browse):
    part = browse("mei").get(
        url("catalogue"), {"q": "抢修"}, headers={"HX-Request": "true", "HX-Target": "shelves"}
    )
    assert "设备抢修" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_suggestions_name_people_with_number_and_unit(house, browse):
    answer = browse("mei").get(url("people"), {"answer-who": "林"}).content.decode()
    assert answer == '<option value="E004 林梅">冲压一班</option>'
    assert browse("mei").get(url("people")).content == b""
    assert "冲压一班" in browse("mei").get(url("units"), {"x": "冲压"}).content.decode()


def test_a_promise_is_said_in_words(house, browse):
    page = browse("mei", "en").get(url("service", "repair")).content.decode()
    assert "An answer within 1 h, done within 2 d of working time" in page
    assert "Day shift" in page


def test_a_leader_makes_a_service_from_nothing_to_published_without_any_script(house, browse):
    gang = browse("gang")
    made = gang.post(
        url("create"),
        {
            "unit": "EQ-R",
            "category": house.category.pk,
            "name_zh": "焊枪保养",
            "name_en": "Torch care",
            "code": "care",
        },
    )
    assert made.url == url("draft", "care")
    assert "请写明一般优先级多久响应" in gang.get(url("draft", "care")).content.decode()
    revision = Service.objects.get(code="care").revision
    terms = {
        "revision": revision,
        "respond_normal": "30 min",
        "complete_normal": "2 天",
        "respond_urgent": "10分",
        "complete_urgent": "4小时",
        "audience": "units",
        "add": "ST",
        "assignment": "on_shift",
        "confirm_days": "5",
    }
    assert gang.post(url("terms", "care"), terms).url == url("terms", "care"), "to add another unit"
    for given in (
        {"kind": "text", "label_zh": "哪台焊枪", "label_en": "Which torch", "required": "on"},
        {"kind": "choice", "label_zh": "漏水吗", "label_en": "Leaking", "options": "漏 / Yes\n不漏 / No"},
        {"kind": "photo", "label_zh": "照片", "when": ["leaking=yes"]},
    ):
        revision = Service.objects.get(code="care").revision
        answer = gang.post(url("new_question", "care"), {**given, "revision": revision})
        assert answer.status_code == 302, answer.content.decode()
    service = Service.objects.get(code="care")
    assert gang.post(url("publish", "care"), {"revision": service.revision}).url == url("service", "care")
    version = Service.objects.get(code="care").version
    assert version.target("urgent") == (600, 4 * 3600)
    assert version.target("low") == (1800, 2 * 8 * 3600), "a day of eight hours"
    assert [field.key for field in version.form.fields] == ["which_torch", "leaking", "q1"]
    assert version.form.fields[2].when.values == ("yes",)
    assert browse("mei").get(url("service", "care")).status_code == 200
    assert browse("ou").get(url("service", "care")).status_code == 404


def test_questions_move_and_go_by_buttons(house, browse):
    draft(house)
    gang = browse("gang")
    assert gang.post(url("place", "repair", "stopped"), {"to": "up"}).status_code == 302
    assert [field.key for field in house.draft().form.fields] == ["stopped", "what", "since"]
    answer = gang.post(url("place", "repair", "stopped"), {"to": "away"}, follow=True)
    assert "哪天停的" in answer.content.decode().split("q-notes")[1], "what depends on it is named"
    gang.post(url("place", "repair", "since"), {"to": "away"})
    assert [field.key for field in house.draft().form.fields] == ["stopped", "what"]


def test_a_stale_button_says_so_and_moves_nothing(house, browse):
    draft(house)
    answer = browse("gang").post(
        url("place", "repair", "stopped"), {"to": "up", "revision": "1"}, follow=True
    )
    assert "这期间有人改过" in answer.content.decode()
    assert house.draft().form.fields[0].key == "what"


def test_who_edits_something_that_changed_is_told_by_whom_and_loses_nothing_typed(house, browse):
    seen = house.fresh().revision
    actions.change_service(
        service=house.service, by=house.who("wei"), at=NOW, category=house.category, name_zh="抢修一"
    )
    given = {
        "revision": seen,
        "category": house.category.pk,
        "name_zh": "抢修二",
        "description_zh": "写了很久",
    }
    answer = browse("gang").post(url("edit", "repair"), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "卫国" in page
    assert "写了很久" in page
    assert house.fresh().name_zh == "抢修一"
    assert f'value="{seen + 1}"' in page, "saving again is a decision"
    browse("gang").post(url("edit", "repair"), {**given, "revision": seen + 1})
    assert house.fresh().name_zh == "抢修二"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"respond_normal": ""}, "respond_normal"),
        ({"complete_normal": "soon"}, "complete_normal"),
        ({"complete_normal": "8"}, "complete_normal"),
        ({"respond_normal": "3 d"}, "respond_normal"),
        ({"respond_low": "1 h"}, "complete_low"),
        ({"confirm_days": "99"}, "confirm_days"),
        ({"assignment": "magic"}, "assignment"),
        ({"audience": "units", "add": "XX"}, "add"),
        ({"calendar": "9999"}, "calendar"),
    ],
)
def test_terms_that_make_no_sense_are_said_at_their_field(house, browse, changes, field):
    draft(house)
    given = {
        "respond_normal": "1 h",
        "complete_normal": "1 d",
        "audience": "everybody",
        "assignment": "queue",
        "confirm_days": "3",
        "revision": house.fresh().revision,
    }
    answer = browse("gang").post(url("terms", "repair"), {**given, **changes})
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert house.draft().targets_data == house.service.version.targets_data


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "essay", "label_zh": "问"},
        {"kind": "text", "label_zh": ""},
        {"kind": "choice", "label_zh": "问", "options": "只有一个"},
        {"kind": "choice", "label_zh": "问", "options": "a = 甲\na = 乙"},
        {"kind": "text", "label_zh": "问", "when": ["nothing=x"]},
        {"kind": "text", "label_zh": "问", "when": ["stopped=yes", "what=*"]},
    ],
)
def test_questions_that_make_no_sense_come_back_with_what_was_typed(house, browse, given):
    draft(house)
    answer = browse("gang").post(url("new_question", "repair"), given)
    assert answer.status_code == 422
    assert given.get("options", "").split("\n")[0] in answer.content.decode()
    assert len(house.draft().form.fields) == 3


def test_the_preview_tries_the_form_and_keeps_nothing(house, browse):
    draft(house)
    before = Event.objects.count()
    bad = browse("gang").post(url("preview", "repair"), {"answer-stopped": "yes"})
    assert bad.status_code == 422
    good = browse("gang").post(url("preview", "repair"), {"answer-what": "漏", "answer-stopped": "no"})
    assert "这样填可以提交" in good.content.decode()
    assert Event.objects.count() == before


def test_closing_and_opening_by_the_pages(house, browse):
    gang = browse("gang")
    gang.post(url("retire", "repair"), {"revision": house.fresh().revision})
    assert not house.fresh().active
    assert "已停用" in gang.get(url("service", "repair")).content.decode()
    gang.post(url("reopen", "repair"))
    assert house.fresh().active
    assert gang.get(url("reopen", "repair")).status_code == 302


def test_administrators_keep_the_categories(house, browse):
    an = browse("an")
    given = {"code": "it", "name_zh": "信息", "icon": "gear", "order": "2"}
    assert an.post(url("create_category"), given).status_code == 302
    assert an.post(url("create_category"), given).status_code == 422, "the code is taken"
    category = Category.objects.get(code="it")
    an.post(url("category", "it"), {**given, "name_zh": "信息化", "revision": category.revision})
    an.post(url("close_category", "it"), {"to": "closed"})
    category.refresh_from_db()
    assert (category.name_zh, category.active) == ("信息化", False)
    an.post(url("close_category", "it"), {"to": "open"})
    category.refresh_from_db()
    assert category.active


def test_text_of_users_is_never_markup(house, browse):
    actions.change_service(
        service=house.service,
        by=None,
        at=NOW,
        category=house.category,
        name_zh="<script>alert(1)</script>",
        description_zh="<b>x</b>",
    )
    draft(house)
    for name in ("catalogue", "manage"):
        assert "<script>alert" not in browse("an").get(url(name)).content.decode()
    for name in ("service", "draft", "publish", "preview"):
        assert "<script>alert" not in browse("an").get(url(name, "repair")).content.decode()


def many(house, count):
    for number in range(count):
        service = actions.create_service(
            by=None,
            at=NOW,
            unit=house.units["EQ-R" if number % 2 else "EQ"],
            category=house.category,
            name_zh=f"服务{number}",
        )
        actions.change_draft(service=service, by=None, at=NOW, targets=house.service.version.targets)
        actions.publish(service=service, by=None, at=NOW)
        person(f"X{number}", f"工人{number}", house.units["EQ-R"])


def test_reads_cost_the_same_whatever_there_is(house, django_assert_num_queries):
    def costs():
        mei, gang = house.who("mei"), house.who("gang")
        _ = mei.scope, gang.scope
        with override("zh-hans"):
            with django_assert_num_queries(3):
                reads.offers(mei, {})
            with django_assert_num_queries(2):
                reads.offers(mei, {"q": "服务"})
            with django_assert_num_queries(2):
                reads.page_of(reads.find("repair"), mei, NOW)
            with django_assert_num_queries(1):
                keeping.kept_services(gang, {})
            service = reads.find("repair")
            with django_assert_num_queries(2):
                keeping.history(service)
            with django_assert_num_queries(3):
                keeping.draft_page(service, NOW)

    draft(house)
    reads.page_of(reads.find("repair"), house.who("mei"), NOW)  # calendars are compiled once per process
    costs()
    many(house, 12)
    costs()


def test_a_page_of_many_services_goes_on_to_the_next(house, browse):
    many(house, 3)
    mei = house.who("mei")
    first = reads.offers(mei, {})
    assert [len(offers) for _category, offers in first.shelves] == [4]
    assert first.page.older == ""


def test_what_i_ask_for_most_comes_first(house, browse):
    many(house, 2)
    mei = house.who("mei")
    other = Service.objects.get(name_zh="服务1")
    for number, service in enumerate((other, house.fresh(), other)):
        apps.get_model("desk", "Request").objects.create(
            number=f"R-{number}",
            service=service,
            version=service.version,
            calendar=house.calendar,
            title="x",
            requester=mei,
            requester_unit=mei.unit,
            holder_unit=service.unit,
            accountable_unit=service.unit,
            raised_at=NOW,
        )
    assert [offer.service for offer in reads.offers(mei, {}).frequent] == [other, house.service]
    assert reads.offers(house.who("ou"), {}).frequent == []
    assert "你常提的" in browse("mei").get(url("catalogue")).content.decode()


def test_languages_are_those_of_the_reader(house, browse):
    assert "Urgent repair" in browse("mei", "en").get(url("catalogue")).content.decode()
    Person.objects.filter(number="E004").update(language="zh-hans")
    assert "设备抢修" in browse("mei").get(url("catalogue")).content.decode()
