"""Commands and periodic work of the packages; a broken package harms only itself."""

from datetime import UTC, datetime
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from qiao import cli
from qiao.ops import packages, ticking

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def brought(monkeypatch):
    """Replaces what the packages bring along: module name to content, or to an exception."""
    modules = {}

    def load(name):
        if isinstance(modules[name], Exception):
            raise modules[name]
        return modules[name]

    monkeypatch.setattr(packages, "find_spec", lambda name: name if name in modules else None)
    monkeypatch.setattr(packages.importlib, "import_module", load)
    monkeypatch.setattr(packages, "problems", [])
    packages.commands.cache_clear()
    yield modules
    packages.commands.cache_clear()


def test_a_command_of_a_package_is_listed_and_runs(brought):
    @click.command()
    def greet():
        """Says hello."""
        click.echo("hello")

    brought["qiao.desk.cli"] = SimpleNamespace(commands=[greet])
    assert "Says hello." in CliRunner().invoke(cli.cli, ["--help"]).output
    assert CliRunner().invoke(cli.cli, ["greet"]).output == "hello\n"


def test_a_broken_package_is_named_and_the_others_stay(brought):
    @click.command()
    def greet():
        """Says hello."""

    brought["qiao.catalogue.cli"] = ImportError("no module named x")
    brought["qiao.desk.cli"] = SimpleNamespace(commands=[greet])
    said = CliRunner().invoke(cli.cli, ["--help"])
    assert said.exit_code == 0
    assert "greet" in said.output
    assert "qiao.catalogue.cli cannot be loaded" in said.output.replace("\n", " ")


def test_every_command_explains_itself():
    for name in cli.cli.list_commands(click.Context(cli.cli)):
        said = CliRunner().invoke(cli.cli, [name, "--help"])
        assert said.exit_code == 0
        command = cli.cli.get_command(click.Context(cli.cli), name)
        assert command.help, name
        without = [each.name for each in command.params if isinstance(each, click.Option) and not each.help]
        assert without == [], name


@pytest.mark.django_db
def test_a_tick_that_fails_holds_no_other_back(brought):
    done = []

    def breaks(*, at):
        raise ValueError("broken")

    def works(*, at):
        done.append(at)

    brought["qiao.desk.jobs"] = SimpleNamespace(ticks=[breaks, works])
    failed = ticking.tick(AT)
    assert done == [AT]
    assert len(failed) == 1
    assert "ValueError: broken" in failed[0]


def test_an_unknown_command_is_one_line(capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["nonsense"])
    assert stopped.value.code == 2
    assert capsys.readouterr().err == "qiao: No such command 'nonsense'.\n"


@pytest.mark.django_db
def test_every_tick_of_the_packages_runs_on_an_empty_database():
    assert ticking.tick(AT) == []
