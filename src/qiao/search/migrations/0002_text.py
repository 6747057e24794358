"""The index of texts, in the way of each database."""

from django.db import migrations

from qiao.search.index import postgresql, sqlite


def create(apps, schema_editor):
    statements = [sqlite.CREATE] if schema_editor.connection.vendor == "sqlite" else postgresql.CREATE
    for statement in statements:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    statements = [sqlite.DROP] if schema_editor.connection.vendor == "sqlite" else postgresql.DROP
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
