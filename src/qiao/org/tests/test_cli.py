"""The organisation from the command line."""

import pytest
from click.testing import CliRunner

from qiao.org.cli import export_org, import_org
from qiao.org.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    return lambda command, *arguments: CliRunner().invoke(command, [str(each) for each in arguments])


def test_a_dry_run_says_what_would_happen_and_does_nothing(run, tmp_path):
    file = tmp_path / "units.csv"
    file.write_text("code,name_zh\nHC,衡川\n", encoding="gbk")
    result = run(import_org, file, "--dry-run")
    assert (result.exit_code, "1 new" in result.output) == (0, True)
    assert not Unit.objects.exists()
    assert run(import_org, file).exit_code == 0
    assert Unit.objects.get().name_zh == "衡川"


def test_problems_are_listed_by_place_and_the_exit_code_says_no(run, tmp_path):
    file = tmp_path / "units.csv"
    file.write_text("code,name_zh,parent\nHC,,NOWHERE\n", encoding="utf-8")
    result = run(import_org, file)
    assert result.exit_code == 1
    assert "units:2:name_zh" in result.output
    assert "1 problem: nothing was changed." in result.output
    assert not Unit.objects.exists()


@pytest.mark.parametrize("name", ["all.xlsx", "all.zip"])
def test_an_export_is_an_import(factory, run, tmp_path, name):
    assert run(export_org, tmp_path / name).exit_code == 0
    result = run(import_org, tmp_path / name)
    assert result.exit_code == 0
    assert "0 new, 0 changed, 4 as before" in result.output


def test_a_file_that_cannot_be_written_is_one_sentence(factory, run, tmp_path):
    assert "ends in .xlsx or .zip" in run(export_org, tmp_path / "all.txt").output
    result = run(export_org, tmp_path / "nowhere" / "all.xlsx")
    assert (result.exit_code, "cannot be written" in result.output) == (1, True)
