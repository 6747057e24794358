import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("catalogue", "0001_initial"), ("desk", "0007_files"), ("org", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7, unique=True)),
                ("salt", models.CharField(max_length=64)),
                ("commitment", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
                ("revealed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("published_at", models.DateTimeField()),
                ("comments", models.JSONField(default=list)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pulse_batches",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Cut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.PositiveIntegerField()),
                ("answered", models.PositiveIntegerField()),
                ("skipped", models.PositiveIntegerField()),
                ("solved", models.JSONField()),
                ("effort", models.JSONField()),
                ("kept", models.JSONField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cuts", to="pulse.batch"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.service",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Lot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("rate", models.FloatField()),
                ("drawn", models.FloatField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("invited", "invited"),
                            ("not_drawn", "not_drawn"),
                            ("capped", "capped"),
                            ("nobody", "nobody"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "open"),
                            ("answered", "answered"),
                            ("skipped", "skipped"),
                            ("expired", "expired"),
                        ],
                        max_length=10,
                    ),
                ),
                ("expires_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="pulse.batch",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lots", to="pulse.draw"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.person",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lot", to="desk.request"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.service",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "solved",
                    models.CharField(
                        choices=[("yes", "Solved"), ("partly", "Partly"), ("no", "Not solved")], max_length=6
                    ),
                ),
                ("effort", models.PositiveSmallIntegerField()),
                (
                    "kept",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("not_agreed", "No time was agreed")],
                        max_length=10,
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="pulse.lot"
                    ),
                ),
            ],
            options={
                "ordering": ["version"],
            },
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(fields=("unit", "number"), name="pulse_batches_in_order"),
        ),
        migrations.AddConstraint(
            model_name="cut",
            constraint=models.UniqueConstraint(
                fields=("batch", "service"), name="pulse_cut_once", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(fields=["person", "at"], name="pulse_by_person"),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(fields=["service", "at"], name="pulse_by_service"),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(fields=["unit", "batch", "state"], name="pulse_by_unit"),
        ),
        migrations.AddIndex(
            model_name="lot",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["expires_at"],
                name="pulse_expiring",
            ),
        ),
        migrations.AddConstraint(
            model_name="lot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("expires_at__isnull", False),
                        ("outcome", "invited"),
                        ("person__isnull", False),
                        models.Q(("state", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("outcome", "invited"), _negated=True),
                        ("state", ""),
                    ),
                    _connector="OR",
                ),
                name="pulse_invited_has_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("lot", "version"), name="pulse_versions_in_order"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("effort__gte", 1), ("effort__lte", 5)), name="pulse_effort_1_to_5"
            ),
        ),
    ]
