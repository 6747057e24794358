"""The diagrams show the rules as they are."""

import pytest

from tools import states

MACHINES = states.machines()


@pytest.mark.parametrize("package", MACHINES)
def test_the_diagram_in_the_docs_is_the_one_of_the_rules(package):
    drawn = (states.FOLDER / f"{package}.md").read_text(encoding="utf-8")
    assert drawn == states.page(package, MACHINES[package]), "run `make states`"


def test_no_diagram_is_left_of_rules_that_are_gone():
    assert {path.stem for path in states.FOLDER.glob("*.md")} == set(MACHINES)


@pytest.mark.parametrize("package", MACHINES)
def test_every_state_can_be_reached_and_none_leads_nowhere_unnamed(package):
    machine = MACHINES[package]
    reached, waiting = set(), [next(iter(machine))]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += machine[state].values()
    assert reached == set(machine)
