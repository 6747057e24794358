import django.db.models.deletion
from django.db import migrations, models


def forgetful(apps, schema_editor):
    """PostgreSQL: who is here right now is not worth a line in the write-ahead log (ADR 19)."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE notify_presence SET UNLOGGED")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("desk", "0004_talk"), ("org", "0002_holiday_works_as")]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("internal", models.BooleanField(default=False)),
                ("group", models.CharField(max_length=10)),
                ("reason", models.CharField(max_length=12)),
                ("n", models.PositiveIntegerField(default=1)),
                ("last_at", models.DateTimeField()),
                ("unread", models.BooleanField(default=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="org.person",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="desk.request"
                    ),
                ),
            ],
            options={
                "ordering": ["-unread", "-last_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("looked_at", models.DateTimeField(db_index=True)),
                ("writing", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="org.person",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="desk.request",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Setting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("group", models.CharField(max_length=10)),
                ("inbox", models.BooleanField(default=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="org.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.BigIntegerField()),
                ("group", models.CharField(max_length=10)),
                ("reason", models.CharField(max_length=12)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="told", to="notify.notice"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="org.person",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["person", "unread", "last_at", "id"], name="notify_inbox"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["person", "request"], name="notify_on_request"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unread", True)),
                fields=("person", "request", "internal"),
                name="notify_one_unread_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(fields=("request", "person"), name="notify_here_once"),
        ),
        migrations.AddConstraint(
            model_name="setting",
            constraint=models.UniqueConstraint(fields=("person", "group"), name="notify_one_setting"),
        ),
        migrations.AddConstraint(
            model_name="told",
            constraint=models.UniqueConstraint(fields=("event_id", "person"), name="notify_told_once"),
        ),
        migrations.RunPython(forgetful, migrations.RunPython.noop),
    ]
