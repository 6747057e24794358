"""Pages: before asking, on the request, the inbox, answering; and who may not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qiao.approvals import actions
from qiao.approvals.models import Ask
from qiao.approvals.tests.conftest import LEADER
from qiao.catalogue import actions as catalogue
from qiao.catalogue.models import Service, ServiceVersion
from qiao.desk.models import Request
from qiao.desk.rules import State
from qiao.desk.tests.programs import program_of
from qiao.org.models import Person


@pytest.fixture
def waiting(desk, he, needs):
    desk.now = timezone.now()
    needs(LEADER, {"who": "unit", "unit": desk.units["welding"].pk})
    return desk.raised(by=he)


def url(request, ask, verb):
    return f"/approvals/{request.number}/{ask.pk}/{verb}/"


def test_before_asking_one_reads_who_will_have_to_agree(desk, he, needs, browse):
    needs(
        LEADER,
        {
            "who": "unit",
            "unit": desk.units["finance"].pk,
            "when": {"key": "amount", "compare": "at_least", "value": "5000"},
        },
    )
    desk.units["finance"].leader_id = desk.people["fang"].pk
    desk.units["finance"].save()
    shown = browse(he).get("/requests/new/repair/").content.decode()
    assert "林梅" in shown
    assert "方芳" in shown
    assert "5000" in shown


def test_the_requester_sees_the_order_and_who_has_decided(waiting, he, mei, browse, decide):
    page = browse(he).get(f"/requests/{waiting.number}/").content.decode()
    assert page.index("林梅") < page.index("韦东")
    assert "approve/" not in page
    decide(waiting, mei)
    page = browse(he).get(f"/requests/{waiting.number}/").content.decode()
    assert 'class="done"' in page


def test_one_tap_on_today_approves(waiting, mei, browse):
    client = browse(mei)
    ask = Ask.objects.get(request=waiting, asked_at__isnull=False)
    assert url(waiting, ask, "approve") in client.get("/").content.decode()
    answer = client.post(url(waiting, ask, "approve"), {"next": "/"})
    assert (answer.status_code, answer.url) == (302, "/")
    assert url(waiting, ask, "approve") not in client.get("/").content.decode()
    assert waiting.title in client.get("/approvals/?tab=decided").content.decode()


def test_refusing_needs_a_reason_and_keeps_what_was_typed(waiting, mei, browse):
    client, ask = browse(mei), Ask.objects.get(request=waiting, asked_at__isnull=False)
    assert client.post(url(waiting, ask, "refuse"), {"note": " "}).status_code == 422
    assert client.post(url(waiting, ask, "refuse"), {"note": "先用库存"}).status_code == 302
    late = client.post(url(waiting, ask, "refuse"), {"note": "还是不行"})
    assert late.status_code == 409
    assert "还是不行" in late.content.decode()


def test_what_was_not_approved_is_raised_anew_with_the_typed_words(desk, he, mei, needs, browse, decide):
    needs(LEADER)
    desk.now = timezone.now()
    request = desk.raised(by=he, title="流量计", details="六只", answers={"amount": 7200})
    decide(request, mei, no="先修")
    client = browse(he)
    again = f"/requests/new/repair/?again={request.number}"
    assert f"?again={request.number}" in client.get(f"/requests/{request.number}/").content.decode()
    form = client.get(again).content.decode()
    assert all(words in form for words in ("流量计", "六只", "7200"))
    assert "流量计" not in browse(mei).get(again).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("mei", 200), ("wei", 200), ("he", 404), ("wu", 404), ("tao", 404), ("fang", 404), ("admin", 404)],
)
def test_who_may_open_an_approval(waiting, desk, browse, who, status):
    """Who is asked and who will be; nobody else, not even the provider."""
    step = 1 if who != "wei" else 2
    ask = Ask.objects.get(request=waiting, step__ordinal=step)
    if who == "wei":
        actions.approve(
            ask=Ask.objects.get(request=waiting, step__ordinal=1), by=desk.people["mei"], at=desk.now
        )
    seen = browse(desk.people[who]).get(url(waiting, ask, "approve")).status_code
    assert seen in ({200} if status == 200 else {404, 200})
    if who == "he":  # sees the request, may not decide it, and reads why
        assert browse(desk.people[who]).post(url(waiting, ask, "approve")).status_code == 409
    elif status == 404:
        assert seen == 404
        assert browse(desk.people[who]).post(url(waiting, ask, "approve")).status_code == 404


def test_a_request_without_approvals_costs_no_query_more(desk, mei, wu, he, needs, browse):
    desk.now = timezone.now()
    request = desk.working(by=mei, holder=wu)
    assert not _queries_of(browse(wu), f"/requests/{request.number}/", "approvals_")
    assert len(_queries_of(browse(wu), "/", "approvals_")) == 1
    needs(LEADER)
    request = desk.raised(by=he)
    assert len(_queries_of(browse(he), f"/requests/{request.number}/", "approvals_")) == 2


def _queries_of(client, path, table):
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return [each["sql"] for each in queries if f'FROM "{table}' in each["sql"]]


def test_the_inbox_costs_the_same_for_one_and_for_many(desk, he, mei, needs, browse):
    needs(LEADER)
    desk.now = timezone.now()
    counts = []
    for _ in range(2):
        for _ in range(5):
            desk.raised(by=he)
        client = browse(mei)
        client.get("/approvals/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/approvals/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# -- whoever keeps the service -------------------------------------------------------------------------


def test_steps_are_edited_on_the_draft_and_an_open_request_keeps_its_own(
    desk, he, guo, mei, fang, needs, browse
):
    needs(LEADER)
    request = desk.raised(by=he)
    client, form = browse(guo), "/services/repair/draft/approvals/"
    client.post("/services/repair/draft/")
    assert client.get(form).status_code == 200
    said = {
        "revision": Service.objects.get(code="repair").revision,
        "who_0": "people",
        "people_0": "fang, tao",
        "enough_0": 2,
        "key_0": "amount",
        "compare_0": "at_least",
        "value_0": "5,000",
        "who_1": "paying",
        "beside_1": "on",
        "remind": 2,
        "escalate": 6,
    }
    assert client.post(form, said).status_code == 302
    draft = ServiceVersion.objects.get(service__code="repair", published_at=None)
    assert [step.dump() for step in draft.approvals.steps] == [
        {
            "who": "people",
            "people": [fang.pk, desk.people["tao"].pk],
            "enough": 2,
            "when": {"key": "amount", "compare": "at_least", "value": "5000"},
        },
        {"who": "paying", "beside": True},
    ]
    assert "方芳" in client.get("/services/repair/draft/").content.decode()
    Person.objects.filter(pk=desk.people["tao"].pk).update(active=False)
    with pytest.raises(Exception, match=r"方芳|Fang"):
        catalogue.publish(service=Service.objects.get(code="repair"), by=guo, at=desk.now)
    assert "方芳" in client.get("/services/repair/draft/").content.decode()
    Person.objects.filter(pk=desk.people["tao"].pk).update(active=True)
    catalogue.publish(service=Service.objects.get(code="repair"), by=guo, at=desk.now)
    assert [row.person for row in Ask.objects.filter(request=request)] == [mei]
    assert Request.objects.get(pk=request.pk).version.approvals.steps[0].who == "leader"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"who_0": "people", "people_0": "没有这个人"}, "people_0"),
        ({"who_0": "people", "people_0": "fang", "enough_0": 2}, "enough_0"),
        ({"who_0": "unit"}, "unit_0"),
        ({"who_0": "role"}, "position_0"),
        ({"who_0": "leader", "key_0": "amount", "compare_0": "at_least", "value_0": "many"}, "value_0"),
    ],
)
def test_what_is_missing_is_said_at_its_field(desk, guo, needs, browse, said, field):
    needs()
    client = browse(guo)
    client.post("/services/repair/draft/")
    page = client.post("/services/repair/draft/approvals/", said)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]


# -- programs ------------------------------------------------------------------------------------------


def test_programs_read_and_answer(waiting, he, mei, wei):
    scopes = ("approvals:read", "approvals:write", "requests:read")
    api = program_of(mei, *scopes)
    (row,) = api.ask("/approvals").json()["items"]
    assert (row["request"], row["asked"]["number"], row["decision"]) == (waiting.number, "mei", "")
    path = f"/requests/{waiting.number}/approvals"
    assert [step["ordinal"] for step in api.ask(path).json()] == [1, 2]
    refused = api.do(f"{path}/{row['id']}/refuse", {"note": ""})
    assert (refused.status_code, refused.json()["code"]) == (409, "say_why")
    assert api.do(f"{path}/{row['id']}/approve", {}).json()["state"] == State.APPROVAL
    assert api.do(f"{path}/{row['id']}/approve", {}).json()["code"] == "decided"
    assert program_of(he, *scopes).ask("/approvals").json()["items"] == []
    assert len(program_of(wei, *scopes).ask("/approvals").json()["items"]) == 1
    assert len(api.ask("/approvals?decided=yes").json()["items"]) == 1
