import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def clocks_that_run(apps, schema_editor):
    """What waits to be accepted has its first response clock running."""
    waiting = apps.get_model("desk", "Request").objects.filter(state="offered", responded_at=None)
    waiting.update(unanswered_since=models.F("raised_at"), answer_by=models.F("respond_by"))


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_talk"), ("org", "0003_skills_and_editions")]

    operations = [
        migrations.AddField("request", "unanswered_since", models.DateTimeField(null=True)),
        migrations.AddField("request", "answer_by", models.DateTimeField(null=True)),
        migrations.AddField("request", "unattended_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "request",
            models.Index(
                fields=["holder_unit", "unattended_at"],
                condition=Q(unattended_at__isnull=False),
                name="desk_unattended",
            ),
        ),
        migrations.AddField("handoff", "automatic", models.BooleanField(default=False, db_default=False)),
        migrations.CreateModel(
            "WorkRule",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="org.unit",
                    ),
                ),
                ("most_each", models.PositiveSmallIntegerField(null=True)),
                ("most_together", models.PositiveSmallIntegerField(null=True)),
                ("strict", models.BooleanField(default=False)),
                ("unattended_seconds", models.PositiveIntegerField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.RunPython(clocks_that_run, migrations.RunPython.noop),
    ]
