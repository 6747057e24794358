"""Done to many: each for itself, never twice, and what came of each can be read."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from qiao.accounts.models import Account
from qiao.desk import actions, jobs
from qiao.desk.actions import bulk
from qiao.desk.models import BulkItem, BulkRun, Comment, Request
from qiao.desk.rules import PauseKind, Reason, State, Verb
from qiao.ledger.models import Event
from qiao.ledger.refusals import Refused

TOKEN = UUID("7c0c8f6e-4a51-4f0e-8f0c-2b7d6f8e1a11")


@pytest.fixture
def browse(desk, client):
    """Browsing as one of the cast."""

    def as_(person):
        account = Account.objects.filter(person=person).first() or Account.objects.create_user(
            person.number, person
        )
        client.force_login(account)
        return client

    desk.now = timezone.now()
    return as_


def begun(desk, by, verb, requests, token=None, **words):
    return bulk.begin_run(
        by=by,
        at=desk.now,
        unit=desk.units["maintenance"],
        verb=verb,
        words=words,
        picks=[(each, each.revision) for each in requests],
        token=token or uuid4(),
    )


def outcomes(run):
    return [(item.outcome, item.reason) for item in run.items.all()]


def picks(*requests):
    return [f"{each.pk}.{each.revision}" for each in requests]


def test_each_is_done_refused_or_found_changed_for_itself(desk, mei, wu, zhao):
    fine, accepted, changed = desk.raised(by=mei), desk.working(by=mei, holder=wu), desk.raised(by=mei)
    run = begun(desk, zhao, Verb.ASSIGN, [fine, accepted, changed], to=wu)
    actions.assign(request=changed, by=zhao, at=desk.now, to=zhao)
    assert bulk.work_off(run=run, at=desk.now) == 3
    assert outcomes(run) == [("done", ""), ("refused", Reason.ALREADY_ACCEPTED), ("changed", "")]
    fine.refresh_from_db()
    changed.refresh_from_db()
    assert (fine.holder_person, changed.holder_person) == (wu, zhao)
    assert run.finished_at == desk.now


@pytest.mark.parametrize(
    ("verb", "words", "state"),
    [
        (Verb.ACCEPT, {}, State.WORKING),
        (
            Verb.PAUSE,
            {"kind": PauseKind.PARTS, "counterpart": "泵厂", "reason": "", "expected_until": None},
            State.PAUSED,
        ),
        (Verb.COMMENT, {"body": "下午统一处理", "internal": True}, State.WORKING),
        (Verb.RESUME, {"note": ""}, State.WORKING),
    ],
)
def test_every_verb_keeps_its_words_and_does_its_action(desk, mei, wu, verb, words, state):
    request = desk.raised(by=mei) if verb is Verb.ACCEPT else desk.working(by=mei, holder=wu)
    if verb is Verb.RESUME:
        request = actions.pause(request=request, by=wu, at=desk.now, kind=PauseKind.PARTS, counterpart="泵厂")
    run = begun(desk, wu, verb, [request], **words)
    bulk.work_off(run=BulkRun.objects.get(pk=run.pk), at=desk.later(minutes=1))
    assert outcomes(run) == [("done", "")]
    request.refresh_from_db()
    assert request.state == state


def test_an_offer_to_many_and_a_pause_with_a_time_read_their_words_back(desk, mei, wu, tao):
    first, second = desk.working(by=mei, holder=wu), desk.working(by=mei, holder=wu)
    until = desk.now + timedelta(days=2)
    bulk.work_off(
        run=begun(desk, wu, Verb.OFFER, [first], unit=desk.units["automation"], person=tao, note="归你们"),
        at=desk.now,
    )
    words = {"kind": PauseKind.PARTS, "counterpart": "泵厂", "reason": "等件", "expected_until": until}
    bulk.work_off(run=begun(desk, wu, Verb.PAUSE, [second], **words), at=desk.now)
    first.refresh_from_db()
    assert (first.offered_unit, first.offered_person) == (desk.units["automation"], tao)
    assert second.hops.get().pauses.get().expected_until == until


def test_accepting_many_takes_hand_offs_too(desk, mei, wu, tao):
    offered = desk.working(by=mei, holder=wu)
    offered = actions.offer(request=offered, by=wu, at=desk.now, unit=desk.units["automation"], note="归你们")
    bulk.work_off(run=begun(desk, tao, Verb.ACCEPT, [offered]), at=desk.now)
    offered.refresh_from_db()
    assert (offered.holder_person, offered.hop_count) == (tao, 2)


def test_duplicates_are_merged_into_the_one_that_leads_on(desk, mei, he, wu):
    leading, first, second = (desk.raised(by=person) for person in (mei, he, mei))
    over = actions.withdraw(request=desk.raised(by=mei), by=mei, at=desk.now)
    run = begun(desk, wu, Verb.MERGE, [first, second, over, leading], into=leading, note="同一处漏水")
    bulk.work_off(run=BulkRun.objects.get(pk=run.pk), at=desk.now)
    assert [outcome for outcome, _reason in outcomes(run)] == ["done", "done", "refused", "refused"]
    first.refresh_from_db()
    assert (first.state, first.merged_into) == (State.MERGED, leading)


def test_the_same_token_is_the_same_run_and_nothing_is_done_twice(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    for _ in range(2):
        run = begun(desk, wu, Verb.COMMENT, [request], token=TOKEN, body="一次", internal=False)
        bulk.work_off(run=run, at=desk.now)
    assert BulkRun.objects.count() == 1
    assert Comment.objects.count() == 1


def test_an_item_that_another_worker_took_is_left_alone(desk, mei, wu):
    request = desk.working(by=mei, holder=wu)
    run = begun(desk, wu, Verb.COMMENT, [request], body="一次", internal=False)
    stale = run.items.get()
    bulk.work_off(run=run, at=desk.now)
    bulk._settle(stale, Verb.COMMENT, by=wu, at=desk.now, words={"body": "一次", "internal": False})
    assert Comment.objects.count() == 1


def test_what_fails_is_undone_named_and_holds_no_other_back(desk, mei, wu, monkeypatch):
    first, second = desk.raised(by=mei), desk.raised(by=mei)
    run = begun(desk, wu, Verb.ACCEPT, [first, second])
    real = bulk.DOINGS[Verb.ACCEPT]

    def breaks(*, request, **words):
        if request.pk == first.pk:
            Request.objects.filter(pk=first.pk).update(title="halb")
            raise RuntimeError("broken")
        return real(request=request, **words)

    monkeypatch.setitem(bulk.DOINGS, Verb.ACCEPT, breaks)
    bulk.work_off(run=run, at=desk.now)
    assert outcomes(run) == [("refused", Reason.WENT_WRONG), ("done", "")]
    first.refresh_from_db()
    assert first.title != "halb"


def test_nothing_chosen_is_refused(desk, wu):
    with pytest.raises(Refused) as refused:
        begun(desk, wu, Verb.ACCEPT, [])
    assert refused.value.reason is Reason.CHOOSE_SOME


def test_a_long_run_goes_on_without_its_page(desk, mei, wu):
    run = begun(desk, wu, Verb.ACCEPT, [desk.raised(by=mei) for _ in range(5)])
    assert bulk.work_off(run=run, at=desk.now, most=2) == 2
    assert run.finished_at is None
    jobs.bulk_runs(at=desk.now)
    run.refresh_from_db()
    assert run.finished_at == desk.now
    assert [outcome for outcome, _reason in outcomes(run)] == ["done"] * 5
    assert bulk.go_on(at=desk.now) == 0


def test_somebody_who_left_does_nothing_any_more(desk, mei, wu):
    run = begun(desk, wu, Verb.ACCEPT, [desk.raised(by=mei)])
    wu.active = False
    wu.save()
    bulk.work_off(run=BulkRun.objects.select_related("person").get(), at=desk.now)
    assert outcomes(run) == [("refused", Reason.PERSON_GONE)]


class TestPages:
    def say(self, client, verb, *chosen, **words):
        return client.post(f"/worklist/maintenance/many/{verb}/", {"pick": picks(*chosen), **words})

    def test_the_way_through_with_two_refusals(self, desk, browse, mei, wu, zhao):
        fine = desk.raised(by=mei, title="能指派的")
        accepted = desk.working(by=mei, holder=wu, title="已接受的")
        stale = desk.raised(by=mei, title="刚变的")
        chosen = (fine, accepted, stale)
        client = browse(zhao)
        form = self.say(client, "assign", *chosen)
        assert form.status_code == 200
        assert BulkRun.objects.count() == 0
        actions.assign(request=stale, by=zhao, at=desk.now, to=zhao)
        words = {"token": form.context["token"], "to": "wu"}
        done = self.say(client, "assign", *chosen, **words)
        page = client.get(done.url)
        text = page.content.decode()
        assert [item.request.title for item in page.context["done"]] == ["能指派的"]
        assert [(item.request.title, why) for item, why in page.context["refused"]] == [
            ("已接受的", str(Reason.ALREADY_ACCEPTED.sentence))
        ]
        assert [item.request.title for item in page.context["changed"]] == ["刚变的"]
        assert str(Reason.ALREADY_ACCEPTED.sentence) in text
        before = Event.objects.count()
        assert client.get(done.url).status_code == 200
        assert self.say(client, "assign", *chosen, **words).url == done.url
        assert Event.objects.count() == before

    def test_a_mistake_keeps_what_was_typed_and_what_was_chosen(self, desk, browse, mei, wu):
        request = desk.working(by=mei, holder=wu)
        page = self.say(browse(wu), "pause", request, token=TOKEN, kind="parts", reason="等密封圈")
        assert page.status_code == 422
        assert "等密封圈" in page.content.decode()
        assert page.context["many"].picks == [(request, request.revision)]
        assert not BulkRun.objects.exists()

    def test_all_that_the_filter_shows(self, desk, browse, mei, wu):
        for _ in range(3):
            desk.raised(by=mei, title="漏水")
        desk.raised(by=mei, title="别的")
        client = browse(wu)
        form = client.post("/worklist/maintenance/many/accept/", {"all": "1", "query": "q=漏水&sort=age"})
        assert len(form.context["many"].picks) == 3
        data = {"token": form.context["token"], "pick": form.context["many"].values}
        client.post("/worklist/maintenance/many/accept/", data)
        assert Request.objects.filter(state=State.WORKING).count() == 3

    def test_nothing_chosen_leads_back_with_a_sentence(self, browse, wu):
        client = browse(wu)
        page = client.post("/worklist/maintenance/many/accept/", {"query": "sort=age"}, follow=True)
        assert page.redirect_chain[0][0] == "/worklist/maintenance/?sort=age"
        assert str(Reason.CHOOSE_SOME.sentence) in page.content.decode()

    @pytest.mark.parametrize("pick", ["", "x", "1", "1.x", "²3.1", "99999999999999999999.1", "-1.1"])
    def test_a_forged_choice_chooses_nothing(self, browse, wu, pick):
        assert browse(wu).post("/worklist/maintenance/many/accept/", {"pick": pick}).status_code == 302

    def test_what_one_may_not_see_cannot_be_chosen(self, desk, browse, mei, tao):
        request = desk.raised(by=mei, service=desk.secret)
        desk.units["finance"].leader = tao
        desk.units["finance"].save()
        fang = desk.people["fang"]
        page = browse(fang).post("/worklist/finance/many/comment/", {"pick": picks(request)})
        assert page.status_code == 302
        assert not BulkItem.objects.exists()

    def test_only_verbs_that_may_be_said_to_many(self, desk, browse, mei, wu):
        request = desk.raised(by=mei)
        assert self.say(browse(wu), "deliver", request).status_code == 404
        assert self.say(browse(wu), "nonsense", request).status_code == 404

    def test_a_run_is_for_whoever_began_it(self, desk, browse, mei, wu, zhao):
        run = begun(desk, wu, Verb.ACCEPT, [desk.raised(by=mei)])
        assert browse(zhao).get(f"/worklist/maintenance/runs/{run.pk}/").status_code == 404
        assert browse(zhao).post(f"/worklist/maintenance/runs/{run.pk}/").status_code == 404
        assert browse(wu).get(f"/worklist/maintenance/runs/{run.pk}/").status_code == 200
        assert outcomes(run) == [("", "")]

    def test_the_page_of_a_long_run_does_the_next_ones(self, desk, browse, mei, wu):
        run = begun(desk, wu, Verb.ACCEPT, [desk.raised(by=mei) for _ in range(30)])
        client, url = browse(wu), f"/worklist/maintenance/runs/{run.pk}/"
        part = client.post(url, headers={"HX-Request": "true"})
        text = part.content.decode()
        assert 'value="25"' in text
        assert 'id="progress"' in text
        assert "<html" not in text
        assert client.post(url).url == url
        assert BulkRun.objects.get().finished_at is not None

    @pytest.mark.parametrize("verb", bulk.DOINGS)
    def test_the_form_of_every_verb_opens(self, desk, browse, mei, wu, verb):
        assert self.say(browse(wu), verb, desk.raised(by=mei)).status_code == 200
