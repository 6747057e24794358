"""Models and migrations agree."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.django_db


def test_no_migration_is_missing():
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, interactive=False, stdout=said, stderr=said)
    except (CommandError, SystemExit):
        pytest.fail(said.getvalue())


def test_no_two_migrations_of_a_package_are_the_last():
    assert MigrationLoader(None).detect_conflicts() == {}


def test_django_finds_nothing_to_complain_about():
    call_command("check", fail_level="WARNING")
