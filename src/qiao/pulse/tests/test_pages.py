"""The pages: asked after confirming and on Today, corrected, skipped; results for a few."""

import pytest
from django.utils import timezone

from qiao.org.models import Grant
from qiao.pulse import actions
from qiao.pulse.models import Answer, Lot
from qiao.pulse.rules import State

SAID = {"solved": "yes", "effort": "4", "kept": "yes", "comment": "很快", "seen": "0"}


@pytest.fixture
def present(opinions):
    opinions.desk.now = timezone.now()
    return opinions


def text(page):
    return page.content.decode()


def test_right_after_confirming_the_questions_are_there(present, mei, wu, enter):
    request = present.desk.delivered(by=mei, holder=wu)
    request.refresh_from_db()
    page = enter(mei).post(f"/requests/{request.number}/confirm/", {"seen": request.revision}, follow=True)
    assert 'id="pulse"' in text(page)
    assert Lot.objects.get().person == mei
    assert "保密" in text(page)


def test_nobody_else_learns_from_the_page_who_was_asked(present, mei, wu, guo, enter):
    lot = present.asked(mei)
    for person in (wu, guo):
        page = text(enter(person).get(f"/requests/{lot.request.number}/"))
        assert 'id="pulse"' not in page
        assert "pulse." not in page


def test_it_waits_on_today_and_is_answered_in_one_form(present, mei, enter):
    lot = present.asked(mei)
    client = enter(mei)
    assert f'href="/pulse/{lot.pk}/"' in text(client.get("/"))
    done = client.post(f"/pulse/{lot.pk}/", SAID)
    assert done.url == f"/requests/{lot.request.number}/"
    assert Answer.objects.get().comment == "很快"
    assert f'href="/pulse/{lot.pk}/"' not in text(client.get("/"))
    assert "4 分" in text(client.get(done.url))


def test_a_correction_keeps_what_was_chosen_and_both_versions(present, mei, enter):
    lot = present.answered(mei, solved="no", comment="慢")
    client = enter(mei)
    page = text(client.get(f"/pulse/{lot.pk}/"))
    assert 'value="no" id="id_solved_2" required checked' in page or 'value="no"' in page
    assert "慢" in page
    assert client.post(f"/pulse/{lot.pk}/", SAID | {"seen": "1"}).status_code == 302
    assert list(Answer.objects.values_list("solved", flat=True)) == ["no", "yes"]


def test_an_answer_from_another_device_meanwhile_is_not_overwritten(present, mei, enter):
    lot = present.answered(mei, solved="no")
    page = enter(mei).post(f"/pulse/{lot.pk}/", SAID | {"comment": "我的话还在"})
    assert page.status_code == 409
    assert "我的话还在" in text(page)
    assert Answer.objects.count() == 1


def test_something_missing_is_said_at_its_question_and_the_rest_kept(present, mei, enter):
    lot = present.asked(mei)
    page = enter(mei).post(f"/pulse/{lot.pk}/", {"solved": "no", "comment": "看图"})
    assert page.status_code == 422
    assert text(page).count("请回答全部三个问题") == 2
    assert "看图" in text(page)


def test_skipping_takes_one_press(present, mei, enter):
    lot = present.asked(mei)
    assert enter(mei).post(f"/pulse/{lot.pk}/skip/").status_code == 302
    assert Lot.objects.get().state == State.SKIPPED
    assert "/pulse/" not in text(enter(mei).get("/")).split("<main")[1]


def test_somebody_elses_invitation_does_not_exist(present, mei, wu, he, admin, enter):
    lot = present.asked(mei)
    for person in (wu, he, admin):
        client = enter(person)
        assert client.get(f"/pulse/{lot.pk}/").status_code == 404
        assert client.post(f"/pulse/{lot.pk}/", SAID).status_code == 404
        assert client.post(f"/pulse/{lot.pk}/skip/").status_code == 404
    assert not Answer.objects.exists()


def published(opinions):
    opinions.desk.now = timezone.now() - timezone.timedelta(days=40)
    for n, person in enumerate(opinions.customers(12)):
        opinions.answered(person, solved="no" if n < 3 else "yes", comment=f"意见{n}")
    opinions.settle()


def test_results_are_for_the_unit_its_leaders_and_the_survey_office(opinions, enter, desk):
    published(opinions)
    Grant.objects.create(person=desk.people["he"], role="survey_officer")
    seen = {
        who: enter(desk.people[who]).get("/pulse/unit/maintenance/").status_code
        for who in ("wu", "guo", "chang", "he", "mei", "wei", "fang", "admin")
    }
    assert seen == dict.fromkeys(("wu", "guo", "chang", "he"), 200) | dict.fromkeys(
        ("mei", "wei", "fang", "admin"), 404
    )
    assert enter(desk.people["guo"]).get("/pulse/unit/nowhere/").status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_shows_counts_intervals_silence_and_no_person(opinions, guo, enter, language):
    published(opinions)
    guo.language = language
    guo.save()
    page = text(enter(guo).get("/pulse/unit/maintenance/"))
    assert "75%" in page
    assert "意见3" in page
    assert "顾客" not in page
    assert "R-20" not in page
    assert text(enter(guo).get("/pulse/")).count("/pulse/unit/maintenance/") == 1


def test_below_the_gate_the_page_says_so_without_a_count(opinions, guo, enter):
    opinions.desk.now = timezone.now()
    for person in opinions.customers(4):
        opinions.answered(person)
    for path in ("/pulse/", "/pulse/unit/maintenance/"):
        page = text(enter(guo).get(path)).split("<main")[1]
        assert "回答的人还不够" in page
        assert "4 人" not in page


def test_the_pages_need_a_fixed_number_of_queries(opinions, guo, enter, django_assert_max_num_queries):
    published(opinions)
    client = enter(guo)
    client.get("/pulse/")
    with django_assert_max_num_queries(22):
        client.get("/pulse/")
    with django_assert_max_num_queries(22):
        client.get("/pulse/unit/maintenance/")


def test_the_ticks_do_it_all_by_themselves(present, mei):
    from qiao.pulse import jobs

    present.confirmed(mei)
    for tick in jobs.ticks:
        tick(at=present.now)
    assert Lot.objects.get().state == State.OPEN
    actions.expire(at=present.now + timezone.timedelta(days=8))
    assert Lot.objects.get().state == State.EXPIRED
