"""The board: where a card may go and why not, what a drop does, columns by key, numbers that keep secrets."""

from datetime import timedelta

import pytest
from django.utils import timezone

from qiao.accounts.models import Account
from qiao.desk import actions, reads
from qiao.desk.models import Request, Usual
from qiao.desk.moves import AT_ONCE, BY_MOVING, MEANING, Place, moves
from qiao.desk.reads import boards
from qiao.desk.rules import OPEN, PauseKind, Reason, State, Verb
from qiao.desk.tests.conftest import HOUR
from qiao.ui.bars import Ageing


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


def board_of(desk, person, unit="maintenance"):
    return reads.board(desk.units[unit], seen_by=person.scope, at=desk.now)


def cards(board, state):
    return next(column.cards for column in board.columns if column.state == state)


class TestWhereACardMayGo:
    def places(self, request, by, at, **how):
        return {move.place: (move.verb, move.reason) for move in moves(request, by.scope, at, **how)}

    def test_what_nobody_has_accepted_goes_to_work_to_a_person_or_elsewhere(self, desk, mei, wu):
        found = self.places(desk.raised(by=mei), wu, desk.now)
        assert found == {
            Place.WORKING: (Verb.ACCEPT, None),
            Place.PAUSED: (Verb.PAUSE, Reason.NOT_ACCEPTED_YET),
            Place.DELIVERED: (Verb.DELIVER, Reason.NOT_ACCEPTED_YET),
            Place.PERSON: (Verb.ASSIGN, None),
            Place.ELSEWHERE: (Verb.OFFER, None),
        }

    def test_what_somebody_else_holds_is_shut_with_the_reason(self, desk, mei, wu, tao):
        found = self.places(desk.working(by=mei, holder=wu), tao, desk.now)
        assert {reason for _verb, reason in found.values()} == {Reason.NOT_HOLDER, Reason.ALREADY_ACCEPTED}

    def test_a_pause_goes_back_to_work_only(self, desk, mei, wu):
        request = desk.working(by=mei, holder=wu)
        request = actions.pause(request=request, by=wu, at=desk.now, kind=PauseKind.PARTS, counterpart="泵厂")
        found = self.places(request, wu, desk.now)
        assert found[Place.WORKING] == (Verb.RESUME, None)
        assert found[Place.DELIVERED] == (Verb.DELIVER, Reason.IS_PAUSED)

    def test_what_is_delivered_moves_for_its_customer_alone(self, desk, mei, wu):
        request = desk.delivered(by=mei, holder=wu)
        assert self.places(request, wu, desk.now)[Place.WORKING] == (Verb.REOPEN, Reason.NOT_YOURS)
        assert self.places(request, mei, desk.now)[Place.WORKING] == (Verb.REOPEN, None)

    def test_a_hand_off_from_elsewhere_is_taken_or_returned(self, desk, mei, wu, tao):
        request = desk.working(by=mei, holder=wu)
        request = actions.offer(
            request=request, by=wu, at=desk.now, unit=desk.units["automation"], note="归你们"
        )
        found = self.places(request, tao, desk.now, offered_here=True)
        assert found[Place.WORKING] == (Verb.TAKE, None)
        assert found[Place.ELSEWHERE] == (Verb.REFUSE, None)

    def test_every_open_state_has_a_meaning_for_every_drop(self):
        assert set(MEANING) == OPEN - {State.APPROVAL}  # nobody has that on a board yet
        assert AT_ONCE <= BY_MOVING
        assert all(len(row) >= 5 for row in MEANING.values())


class TestMoving:
    def move(self, client, request, verb, **words):
        data = {"number": request.number, "verb": verb, "seen": request.revision, **words}
        return client.post("/board/maintenance/move/", data)

    def test_a_drop_is_the_verb(self, desk, browse, mei, wu):
        request = desk.raised(by=mei)
        assert self.move(browse(wu), request, "accept").status_code == 204
        request.refresh_from_db()
        assert (request.state, request.holder_person) == (State.WORKING, wu)

    def test_dropping_on_a_person_assigns(self, desk, browse, mei, wu, zhao):
        request = desk.raised(by=mei)
        assert self.move(browse(zhao), request, "assign", to="wu", person="wu").status_code == 204
        request.refresh_from_db()
        assert request.holder_person == wu

    def test_a_verb_that_needs_words_opens_its_form_with_the_person_in_it(self, desk, browse, mei, wu):
        request = desk.working(by=mei, holder=wu)
        client = browse(wu)
        form = client.get(
            "/board/maintenance/move/",
            {"number": request.number, "verb": "offer", "seen": request.revision, "person": "tao"},
        )
        text = form.content.decode()
        assert form.status_code == 200
        assert "<html" not in text
        assert '<option value="automation" selected' in text
        assert '<option value="tao" selected' in text
        done = self.move(client, request, "offer", unit="automation", person="tao", note="归你们")
        assert done.status_code == 204

    def test_a_refusal_answers_with_its_sentence(self, desk, browse, mei, wu, tao):
        request = desk.working(by=mei, holder=wu)
        answer = self.move(browse(tao), request, "deliver", note="好了")
        assert answer.status_code == 409
        assert str(Reason.NOT_HOLDER.sentence) in answer.content.decode()
        request.refresh_from_db()
        assert request.state == State.WORKING

    def test_who_comes_second_is_told_and_may_send_again_knowingly(self, desk, browse, mei, wu, zhao):
        request = desk.working(by=mei, holder=wu)
        actions.pause(request=request, by=wu, at=desk.now, kind=PauseKind.PARTS, counterpart="泵")
        answer = self.move(browse(zhao), request, "deliver", note="换好了")
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "换好了" in text
        assert f'name="seen" value="{request.revision + 1}"' in text

    def test_a_mistake_is_said_at_its_field(self, desk, browse, mei, wu):
        answer = self.move(browse(wu), desk.working(by=mei, holder=wu), "deliver")
        assert answer.status_code == 422

    @pytest.mark.parametrize(
        ("who", "verb", "status"),
        [("mei", "accept", 404), ("fang", "accept", 404), ("wu", "withdraw", 404), ("wu", "nonsense", 404)],
    )
    def test_others_and_other_verbs_find_nothing(self, desk, browse, mei, who, verb, status):
        request = desk.raised(by=mei)
        assert self.move(browse(desk.people[who]), request, verb).status_code == status

    @pytest.mark.parametrize("verb", sorted(BY_MOVING))
    def test_the_form_of_every_verb_opens_in_place(self, desk, browse, mei, wu, verb):
        request = desk.working(by=mei, holder=wu)
        data = {"number": request.number, "verb": verb, "seen": "x"}
        assert browse(wu).get("/board/maintenance/move/", data).status_code == 200


class TestColumns:
    def test_a_long_column_goes_on_by_key(self, desk, browse, mei, wu):
        for number in range(boards.PER_COLUMN + 3):
            desk.raised(by=mei, title=f"{number:02}")
        client = browse(wu)
        column = client.get("/board/maintenance/").context["board"].columns[0]
        assert (column.total, len(column.cards), column.hidden) == (28, 25, 3)
        more = client.get(
            f"/board/maintenance/more/?state=offered&after={column.after}", headers={"HX-Request": "true"}
        )
        text = more.content.decode()
        shown = {card.request.title for card in column.cards}
        rest = {f"{number:02}" for number in range(28)} - shown
        assert len(rest) == 3
        assert text.count("data-card") == 3
        assert all(f">{title}</a>" in text for title in rest)

    def test_without_a_script_more_is_the_list_of_that_state(self, desk, browse, wu):
        page = browse(wu).get("/board/maintenance/more/?state=paused&holder=me&after=x")
        assert page.url == "/worklist/maintenance/?state=paused&holder=me"
        assert browse(wu).get("/board/maintenance/more/?state=nonsense").status_code == 404

    def test_each_column_counts_its_own_and_stands_in_order(self, desk, mei, wu, guo):
        first = desk.raised(by=mei, priority="urgent")
        second = desk.raised(by=mei)
        desk.working(by=mei, holder=wu)
        found = board_of(desk, guo)
        assert [column.total for column in found.columns] == [2, 1, 0, 0]
        assert [card.request.id for card in cards(found, State.OFFERED)] == [first.pk, second.pk]


class TestNumbersThatKeepSecrets:
    def test_capacity_counts_only_what_its_reader_may_know_of(self, desk, mei, wu, guo, chang):
        actions.accept(request=desk.raised(by=mei, service=desk.secret), by=wu, at=desk.now)
        seen = {}
        for person in (guo, chang):
            crew = {hand.person: hand.capacity.planned for hand in board_of(desk, person).crew}
            seen[person] = crew[wu]
        assert seen[guo] == 2 * HOUR
        assert seen[chang] == 0

    def test_promises_kept_count_only_what_their_reader_may_know_of(self, desk, mei, wu, guo, chang):
        request = actions.accept(request=desk.raised(by=mei, service=desk.secret), by=wu, at=desk.now)
        actions.deliver(request=request, by=wu, at=desk.later(hours=1), note="好了")
        units = [unit.pk for unit in desk.units.values()]
        since = desk.now - timedelta(days=30)
        counted = {
            person: reads.kept(units, seen_by=person.scope, since=since, at=desk.now).n
            for person in (guo, chang)
        }
        assert counted == {guo: 1, chang: 0}

    def test_columns_count_only_what_their_reader_may_know_of(self, desk, mei, guo, chang):
        desk.raised(by=mei, service=desk.secret)
        assert board_of(desk, guo).columns[0].total == 1
        assert board_of(desk, chang).columns[0].total == 0


def test_ageing_is_the_time_used_without_pauses_beside_what_is_usual(desk, mei, wu, guo):
    Usual.objects.create(service=desk.service, n=40, p50=HOUR, p85=3 * HOUR, refreshed_at=desk.now)
    request = desk.working(by=mei, holder=wu)
    request = actions.pause(
        request=request, by=wu, at=desk.later(hours=1), kind=PauseKind.PARTS, counterpart="泵"
    )
    actions.resume(request=request, by=wu, at=desk.later(hours=1))
    desk.later(hours=2, minutes=30)  # 9:00 to 13:30 with an hour of lunch and an hour of waiting
    card = cards(board_of(desk, guo), State.WORKING)[0]
    assert card.ageing == Ageing(age=2.5 * HOUR, p50=HOUR, p85=3 * HOUR)
    assert card.ageing.kind == "acc"


def test_the_page_of_the_board_shows_reasons_and_places(desk, browse, mei, wu):
    desk.raised(by=mei)
    text = browse(wu).get("/board/maintenance/").content.decode()
    assert "working=accept paused=pause!not_accepted_yet" in text
    assert str(Reason.NOT_ACCEPTED_YET.sentence) in text
    assert Request.objects.get().requester_unit.name_zh in text
