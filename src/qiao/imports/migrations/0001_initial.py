import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("org", "0003_skills_and_editions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "system",
                    models.CharField(
                        choices=[
                            ("log", "Event log (XES, CSV, Parquet)"),
                            ("jira", "Jira Service Management"),
                            ("zammad", "Zammad"),
                            ("servicenow", "ServiceNow"),
                            ("glpi", "GLPI"),
                            ("otrs", "OTRS, Znuny"),
                            ("osticket", "osTicket"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=30)),
                ("title", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("folder", models.CharField(blank=True, max_length=32)),
                ("files", models.JSONField(default=list)),
                ("archive", models.CharField(blank=True, max_length=200)),
                ("options", models.JSONField(default=dict)),
                ("guess", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "Uploaded"),
                            ("asked", "About to begin"),
                            ("running", "Running"),
                            ("rehearsed", "Tried"),
                            ("done", "Imported"),
                            ("failed", "Failed"),
                            ("stopped", "Stopped"),
                        ],
                        default="ready",
                        max_length=10,
                    ),
                ),
                ("job", models.CharField(blank=True, max_length=10)),
                ("phase", models.CharField(blank=True, max_length=10)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("token", models.CharField(blank=True, max_length=32)),
                ("beat_at", models.DateTimeField(null=True)),
                ("stop", models.BooleanField(default=False)),
                ("report", models.JSONField(default=dict)),
                ("report_of", models.CharField(blank=True, max_length=10)),
                ("trouble", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.person"
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["asked", "running"])),
                        fields=["changed_at"],
                        name="imports_busy",
                    )
                ],
            },
        ),
    ]
