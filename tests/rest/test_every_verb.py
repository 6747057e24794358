"""What people can do on a page, programs can do as well; where they cannot, it stands here why.

A new address that takes a POST needs its line: the operation of the API that does the same, or a reason.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from qiao.desk.rules import Verb
from qiao.desk.views.verbs import DOORS
from qiao.schedules.rules import Verb as ScheduleVerb
from qiao.web.api import api

# The page's address by name → the operations of the API that do the same.
BY_PROGRAM = {
    "desk:raise": ["desk_raise_request", "desk_create_upload"],
    "desk:comment": ["desk_create_comment", "desk_create_attachment"],
    "desk:watch": ["notify_watch"],
    "desk:unwatch": ["notify_unwatch"],
    "desk:watchers": ["notify_watch"],
    "desk:link": ["desk_create_link"],
    "desk:unlink": ["desk_delete_link"],
    "desk:add_item": ["desk_create_item"],
    "desk:item": ["desk_tick", "desk_untick", "desk_delete_item"],
    "desk:new_template": ["desk_create_template"],
    "desk:template": ["desk_change_template"],
    "desk:switch_template": ["desk_retire_template", "desk_restore_template"],
    "desk:save_view": ["desk_create_view"],
    "desk:drop_view": ["desk_delete_view"],
    "desk:work_rule": ["desk_set_limits"],
    "files:send": ["desk_create_upload"],
    "notify:read_all": ["notify_read_all"],
    "notify:settings": ["notify_choose"],
    "notify:read_one": ["notify_read"],
    "notify:unread_one": ["notify_unread"],
    "pulse:answer": ["pulse_answer"],
    "pulse:skip": ["pulse_skip"],
    "schedules:create": ["schedules_create_schedule"],
    "schedules:edit": ["schedules_change_schedule"],
    "schedules:preview": ["schedules_upcoming"],
    "places:new": ["places_create_place"],
    "places:edit": ["places_change_place", "places_archive_place", "places_restore_place"],
    "webhooks:on": ["webhooks_on"],
    "webhooks:off": ["webhooks_off"],
    "webhooks:ping": ["webhooks_ping"],
    "webhooks:replay_between": ["webhooks_replay_between"],
    "webhooks:replay": ["webhooks_replay"],
    "audit:export": ["audit_events"],
    "agreements:propose": ["agreements_propose"],
    "agreements:edit": ["agreements_change"],
    "agreements:comment": ["agreements_comment"],
    "agreements:seen": ["agreements_seen"],
    "agreements:sign": ["agreements_sign"],
    "agreements:revise": ["agreements_revise"],
    "agreements:withdraw": ["agreements_withdraw"],
    "agreements:review": ["agreements_review"],
    "agreements:end": ["agreements_end"],
    "roles:begin": ["roles_begin_role_card"],
    "roles:edit": ["roles_write_role_card"],
    "roles:worksheet": ["roles_write_role_card"],
    "roles:step": ["roles_write_role_card"],
    "roles:accept_many": ["roles_accept_line"],
    "roles:refuse_line": ["roles_refuse_line"],
    "roles:act": [
        "roles_submit_role_card",
        "roles_withdraw_role_card",
        "roles_return_role_card",
        "roles_approve_role_card",
        "roles_sign_role_card",
        "roles_confirm_role_card",
    ],
    "approvals:answer": [
        "approvals_approve",
        "approvals_refuse",
        "approvals_ask_back",
        "approvals_delegate",
    ],
    "escalation:settings": ["escalation_set_policy", "escalation_set_service_policy"],
    "imports:new": ["imports_create_import"],
    "imports:begin": ["imports_rehearse_import", "imports_carry_out_import"],
    "imports:stop": ["imports_stop_import"],
    "imports:discard": ["imports_discard_import"],
    "org:substitute_new": ["org_create_absence"],
    "org:substitute_end": ["org_end_absence"],
    "org:skills": ["org_name_skill"],
    "org:skill_give": ["org_give_skill"],
    "org:skill_take": ["org_take_skill"],
    "org:skill_close": ["org_change_skill"],
    "org:unit_new": ["org_create_unit"],
    "org:unit_edit": ["org_change_unit"],
    "org:unit_close": ["org_close_unit"],
    "org:unit_reopen": ["org_reopen_unit"],
    "org:person_new": ["org_create_person"],
    "org:person_edit": ["org_change_person"],
    "org:person_leave": ["org_leave"],
    "org:person_return": ["org_come_back"],
}
ONE_BY_ONE = "a program says the verb to each, with a key and an answer of its own"
BY_A_PERSON = "rights and logins are given by a person who has just said their password, never by a token"
DRAFTED = "a service is drafted, looked at and published by people; programs read what is published"
IN_A_FILE = "comes as a whole, from a file that somebody looks at before it is applied"
SHOWN_ONCE = "a secret is shown to a person, once, and would else lie among the kept answers"
OF_THE_PAGE = "only what a page needs for itself"
RARELY = "set once a year by hand, or by the exchange file"
FOR_PEOPLE = {
    "desk:many": ONE_BY_ONE,
    "desk:run": ONE_BY_ONE,
    "desk:board_move": "dropping a card is one of the verbs",
    "notify:here": "who looks at a page right now: a program looks at none",
    "agreements:choose": "only leads to the page on which one is proposed",
    "imports:choose": "a mapping is looked at by a person; a program sends it with the file",
    "drafts:away": "a draft is what somebody has typed and not sent",
    "files:drop": "an upload that no answer names goes by itself after a day",
    "org:substitute": "ending it and naming another says the same, and both stand in the log",
    "org:roles": BY_A_PERSON,
    "org:role_revoke": BY_A_PERSON,
    "org:exchange": IN_A_FILE,
    "org:exchange_apply": IN_A_FILE,
    **{
        f"org:{name}": RARELY
        for name in (
            *("position_new", "position_edit", "position_give", "position_close", "holding_end"),
            *("calendar_new", "calendar_edit", "calendar_close", "calendar_days", "day_clear"),
            *("holidays", "holidays_of", "holidays_seed", "holiday_remove"),
        )
    },
    **{f"webhooks:{name}": SHOWN_ONCE for name in ("new", "change", "delete", "secret")},
}
# Of these whole families nothing is for programs.
FAMILIES = {
    "catalogue": DRAFTED,
    "accounts": BY_A_PERSON,
    "kiosk": "a tablet that people share is set up and used by hand",
    "ui": OF_THE_PAGE,
    "web": OF_THE_PAGE,
    "": OF_THE_PAGE,
}


def test_what_a_page_can_do_a_program_can_do_or_it_stands_here_why():
    known = BY_PROGRAM.keys() | FOR_PEOPLE.keys() | {"desk:act", "schedules:act"}
    forgotten = {name for name in _posts() if name not in known and _family(name) not in FAMILIES}
    assert forgotten == set()


def test_no_line_is_left_of_what_is_gone_and_none_says_both():
    there = set(_posts())
    assert (BY_PROGRAM.keys() | FOR_PEOPLE.keys()) - there == set()
    assert BY_PROGRAM.keys() & FOR_PEOPLE.keys() == set()


def test_every_operation_that_is_named_is_there():
    named = {each for operations in BY_PROGRAM.values() for each in operations}
    assert named - _operations() == set()


def test_every_verb_of_a_request_and_of_a_schedule_is_an_operation():
    verbs = {f"desk_{verb.value}" for verb in DOORS if verb is not Verb.COMMENT}
    verbs |= {f"schedules_{verb.value}" for verb in ScheduleVerb if verb is not ScheduleVerb.CHANGE}
    assert verbs - _operations() == set()


def _operations() -> set[str]:
    paths = api.described()["paths"].values()
    return {operation["operationId"] for methods in paths for operation in methods.values()}


def _posts() -> list[str]:
    """The names of our addresses that take a POST; who does not say which methods it takes counts, too."""
    ours = [(name, view) for name, view in _addresses(get_resolver()) if view.__module__.startswith("qiao.")]
    found = [name for name, view in ours if "POST" in (_methods(view) or ["POST"])]
    return [name for name in found if not name.startswith("api:")]


def _family(name: str) -> str:
    return name.rpartition(":")[0]


def _addresses(
    resolver: URLResolver, names: tuple[str, ...] = ()
) -> Iterator[tuple[str, Callable[..., Any]]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _addresses(each, (*names, each.namespace) if each.namespace else names)
        elif isinstance(each, URLPattern):
            yield ":".join((*names, each.name or "")), each.callback


def _methods(view: Callable[..., Any] | None) -> list[str] | None:
    """What Django's ``require_http_methods`` was given, wherever it stands among the decorators."""
    while view is not None:
        code = getattr(view, "__code__", None)
        if code and "request_method_list" in code.co_freevars:
            return list(view.__closure__[code.co_freevars.index("request_method_list")].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return None
