"""Pages of agreements: who sees what, what was typed is kept, and how many queries they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qiao.agreements import actions
from qiao.agreements.models import Agreement, Comment, Version
from qiao.agreements.rules import VersionState
from qiao.agreements.terms import Promise
from qiao.agreements.tests.conftest import TODAY, offered

VISITORS = ("wei", "mei", "chen", "gang", "he", "ou", "an")


def statuses(browse, path):
    return {name: browse(name).get(path).status_code for name in VISITORS}


def test_what_is_negotiated_is_for_those_who_lead_there_and_above(table, browse):
    agreement = table.proposed()
    for path in (f"/agreements/{agreement.number}/negotiate/", f"/agreements/{agreement.number}/sign/"):
        assert statuses(browse, path) == {
            "wei": 200, "mei": 200, "chen": 200, "gang": 404, "he": 404, "ou": 404, "an": 404,
        }  # fmt: skip


def test_what_is_in_force_is_for_everybody_of_both_sides(table, browse):
    agreement = table.signed()
    assert statuses(browse, f"/agreements/{agreement.number}/") == {
        "wei": 200, "mei": 200, "chen": 200, "gang": 200, "he": 200, "ou": 404, "an": 404,
    }  # fmt: skip
    for verb in ("end", "review"):
        found = statuses(browse, f"/agreements/{agreement.number}/{verb}/")
        assert {name for name, status in found.items() if status == 200} == {"wei", "mei", "chen"}


def test_a_new_version_is_hidden_from_members_while_they_read_the_old_one(table, browse):
    agreement = table.signed()
    actions.revise(agreement=agreement, by=table.who("wei"), at=table.now)
    actions.change(
        agreement=agreement, terms=table.terms(duties="新的说法"), by=table.who("wei"), at=table.now
    )
    path = f"/agreements/{agreement.number}/versions/2/"
    assert browse("he").get(path).status_code == 404
    assert "新的说法" in browse("mei").get(path).content.decode()
    page = browse("he").get(f"/agreements/{agreement.number}/").content.decode()
    assert "报修写清工位" in page
    assert "新的说法" not in page


def test_lists_hold_what_one_may_see(table, browse):
    signed, draft = table.signed(), table.proposed(terms=table.terms("FI"))
    seen = {
        name: [each.number for each in (signed, draft) if each.number in text]
        for name in VISITORS
        for text in [browse(name).get("/agreements/").content.decode()]
    }
    both, one = [signed.number, draft.number], [signed.number]
    assert seen == {
        "wei": both, "mei": one, "chen": both, "gang": one, "he": one, "ou": [draft.number], "an": [],
    }  # fmt: skip
    for shelf, expected in (
        ("provider", both),
        ("customer", []),
        ("drafts", [draft.number]),
        ("review", [signed.number]),
    ):
        text = browse("wei").get(f"/agreements/?as={shelf}").content.decode()
        assert [number for number in both if number in text] == expected
    assert browse("wei").get("/agreements/?as=x").status_code == 404


def test_a_service_that_one_may_not_see_is_nowhere_on_the_pages(table, browse):
    hidden = offered(table.house, "hidden", table.units["EQ-R"], audience=[table.units["FI"]])
    promises = (Promise(table.house.service.pk, {}), Promise(hidden.pk, {"normal": (60, 120)}))
    agreement = table.proposed(terms=table.terms(promises=promises))
    for name, found in (("wei", True), ("mei", False)):
        for page in ("negotiate", "edit"):
            text = browse(name).get(f"/agreements/{agreement.number}/{page}/").content.decode()
            assert ("hidden服务" in text) is found


def filled(table, **more):
    service = table.house.service.pk
    return {
        "customers": [str(table.units["ST"].pk)],
        f"cover_{service}": "in",
        f"respond_{service}_normal": "20 min",
        f"complete_{service}_normal": "4 h",
        "duties": "先拍照",
        "valid_from": TODAY.isoformat(),
        "review_on": "2026-12-01",
        **more,
    }


def test_a_head_proposes_with_targets_as_people_write_them(table, browse):
    client = browse("wei")
    chosen = client.post("/agreements/new/", {"provider": "EQ", "customer": "ST"})
    assert chosen.url == "/agreements/new/EQ/ST/"
    answer = client.post(chosen.url, filled(table, valid_from="2027-01-01", review_on="2027-06-01"))
    agreement = Agreement.objects.get()
    assert answer.url == f"/agreements/{agreement.number}/negotiate/"
    words = Version.objects.get().wordings.get().terms
    assert words.promises == (Promise(table.house.service.pk, {"normal": (1200, 14400)}),)
    assert words.duties == "先拍照"


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"review_on": "2026-01-01"}, 409), ({"valid_from": "x"}, 422), ({"customers": []}, 409)],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_is_kept(table, browse, wrong, status):
    answer = browse("wei").post("/agreements/new/EQ/ST/", filled(table, **wrong))
    assert answer.status_code == status
    assert "先拍照" in answer.content.decode()
    assert Agreement.objects.count() == 0


def test_who_leads_neither_cannot_propose(table, browse):
    assert browse("he").get("/agreements/new/").status_code == 404
    assert browse("ou").get("/agreements/new/EQ/ST/").status_code == 404
    answer = browse("ou").post("/agreements/new/", {"provider": "EQ", "customer": "ST"})
    assert answer.status_code == 422


def test_two_who_write_at_once_the_second_is_told_and_keeps_what_was_typed(table, browse):
    agreement = table.proposed()
    seen = agreement.revision
    actions.change(agreement=agreement, terms=table.terms(duties="一"), by=table.who("mei"), at=table.now)
    answer = browse("wei").post(
        f"/agreements/{agreement.number}/edit/", filled(table, revision=seen, duties="我的话")
    )
    assert answer.status_code == 409
    assert "我的话" in answer.content.decode()
    agreement.refresh_from_db()
    again = browse("wei").post(
        f"/agreements/{agreement.number}/edit/",
        filled(
            table,
            revision=agreement.revision,
            duties="我的话",
            valid_from="2027-01-01",
            review_on="2027-06-01",
        ),
    )
    assert again.status_code == 302


def test_an_unchanged_form_is_no_change(table, browse):
    agreement = table.proposed()
    form = browse("wei").get(f"/agreements/{agreement.number}/edit/").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value is not None}
    answer = browse("wei").post(f"/agreements/{agreement.number}/edit/", sent)
    assert answer.status_code == 409
    assert Version.objects.get().wording == 1


def test_the_other_side_sees_what_is_new_until_it_has_read_it(table, browse):
    agreement = table.proposed()
    path = f"/agreements/{agreement.number}/negotiate/"
    browse("mei").post(f"/agreements/{agreement.number}/seen/")
    actions.change(
        agreement=agreement, terms=table.terms(duties="随时配合"), by=table.who("wei"), at=table.now
    )
    page = browse("mei").get(path).context["page"]
    assert [(each.key, each.before, each.after) for each in page.changes] == [
        ("duties", ("报修写清工位",), ("随时配合",))
    ]
    assert browse("wei").get(path).context["page"].unseen is False
    browse("mei").post(f"/agreements/{agreement.number}/seen/")
    assert browse("mei").get(path).context["page"].unseen is False


def test_each_clause_has_its_thread(table, browse):
    agreement = table.proposed()
    path = f"/agreements/{agreement.number}/comment/duties/"
    assert browse("mei").post(path, {"body": "夜班怎么办？"}).status_code == 302
    page = browse("wei").get(f"/agreements/{agreement.number}/negotiate/").context["page"]
    said = {each.spoken.key: [one.body for one in each.thread] for each in page.clauses if each.thread}
    assert said == {"duties": ["夜班怎么办？"]}
    empty = browse("mei").post(path, {"body": " "})
    assert empty.status_code == 422
    assert browse("mei").post(f"/agreements/{agreement.number}/comment/x/", {"body": "?"}).status_code == 409
    assert browse("he").post(path, {"body": "?"}).status_code == 404
    assert Comment.objects.count() == 1


def test_signing_needs_a_tick_and_the_words_that_were_read(table, browse):
    agreement = table.proposed()
    path = f"/agreements/{agreement.number}/sign/"
    assert browse("wei").post(path, {"revision": agreement.revision}).status_code == 422
    assert browse("wei").post(path, {"revision": 99, "agreed": "on"}).status_code == 409
    answer = browse("wei").post(path, {"revision": agreement.revision, "agreed": "on"})
    assert answer.status_code == 302
    assert Version.objects.get().state == VersionState.PARTLY_SIGNED
    assert "签署" in browse("chen").get(path).content.decode()


def test_heads_find_drafts_and_due_reviews_on_their_own_list(table, browse):
    from qiao.agreements.tasks import tasks

    agreement = table.sign(table.proposed(), "wei")

    def found(name):
        return [(each.agreement.number, bool(each.draft)) for each in tasks(table.who(name), at=table.now)]

    assert {name: found(name) for name in VISITORS} == {
        name: [(agreement.number, True)] if name == "mei" else [] for name in VISITORS
    }
    table.sign(agreement, "mei")
    assert found("mei") == []
    table.later(days=170)
    assert found("mei") == found("wei") == [(agreement.number, False)]
    assert found("he") == []


def test_pages_cost_a_fixed_number_of_queries(table, browse):
    def queries(path):
        client = browse("wei")
        with CaptureQueriesContext(connection) as context:
            assert client.get(path).status_code == 200
        return len(context)

    one = table.proposed()
    actions.comment(agreement=one, clause="duties", body="?", by=table.who("wei"), at=table.now)
    signed = table.signed()
    paths = ("/agreements/", f"/agreements/{one.number}/negotiate/", f"/agreements/{signed.number}/")
    for path in paths:
        queries(path)  # the first visit of a session knows less
    before = [queries(path) for path in paths]
    for code in ("a", "b", "c"):
        offered(table.house, code, table.units["EQ-R"])
    for unit in ("FI", "WORKS", "ST-1"):
        table.proposed(terms=table.terms(unit))
    for body in ("一", "二"):
        actions.comment(agreement=one, clause="duties", body=body, by=table.who("mei"), at=table.now)
    assert [queries(path) for path in paths] == before
