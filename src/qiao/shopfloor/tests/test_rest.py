"""The addresses behind codes, for programs."""

import pytest

from qiao.desk.tests.programs import program_of


@pytest.mark.parametrize(
    ("path", "ends"),
    [("p/WR-B3", "/q/p/WR-B3"), ("p/wr-b3", "/q/p/WR-B3"), ("u/maintenance", "/q/u/maintenance")],
)
def test_what_a_code_holds(desk, machine, mei, path, ends):
    answer = program_of(mei, "codes:read").ask(f"/codes/{path}")
    assert answer.status_code == 200
    assert answer.json()["address"].endswith(ends)


@pytest.mark.parametrize("path", ["p/NONE", "u/none", "s/none"])
def test_a_code_that_opens_nothing_is_not_there(desk, machine, mei, path):
    assert program_of(mei, "codes:read").ask(f"/codes/{path}").status_code == 404


def test_a_service_has_a_code_for_those_only_who_may_ask_for_it(desk, machine, mei):
    program = program_of(mei, "codes:read")
    assert program.ask("/codes/s/repair").status_code == 200
    version = desk.service.version
    version.for_everyone = False
    version.save()
    assert program.ask("/codes/s/repair").status_code == 404


def test_a_token_without_the_scope_gets_nothing(desk, machine, mei):
    assert program_of(mei, "requests:read").ask("/codes/p/WR-B3").status_code == 403
