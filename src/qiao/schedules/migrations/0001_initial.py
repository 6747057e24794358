import django.db.models.deletion
from django.db import migrations, models

import qiao.catalogue.targets

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
PRIORITIES = [
    ("urgent", "Line stopped or unsafe"),
    ("high", "High"),
    ("normal", "Normal"),
    ("low", "Low"),
]
STATES = [("running", "Running"), ("paused", "Paused"), ("ended", "Ended")]
OUTCOMES = [
    ("raised", "Raised"),
    ("left_out", "Left out, because nothing ran then"),
    ("failed", "Could not be raised"),
]
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0003_checklist"),
        ("desk", "0003_links"),
        ("org", "0002_holiday_works_as"),
    ]

    operations = [
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", ID),
                ("title", models.CharField(max_length=200)),
                ("details", models.TextField(blank=True)),
                ("answers", models.JSONField(default=dict)),
                (
                    "priority",
                    models.CharField(
                        choices=PRIORITIES,
                        default=qiao.catalogue.targets.Priority["NORMAL"],
                        max_length=10,
                    ),
                ),
                ("pattern_data", models.JSONField()),
                (
                    "state",
                    models.CharField(choices=STATES, default="running", max_length=8),
                ),
                ("because", models.CharField(blank=True, max_length=24)),
                ("decided_until", models.DateTimeField()),
                ("next_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "owner",
                    models.ForeignKey(on_delete=PROTECT, related_name="schedules", to="org.person"),
                ),
                ("service", models.ForeignKey(on_delete=PROTECT, related_name="+", to="catalogue.service")),
                ("unit", models.ForeignKey(on_delete=PROTECT, related_name="schedules", to="org.unit")),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "running"), ("next_at__isnull", True), _connector="OR"),
                        name="schedules_only_running_due",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(next_at__isnull=False), fields=["next_at"], name="schedules_due"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Occurrence",
            fields=[
                ("id", ID),
                ("due", models.DateTimeField()),
                ("outcome", models.CharField(choices=OUTCOMES, max_length=8)),
                ("because", models.CharField(blank=True, max_length=24)),
                ("at", models.DateTimeField()),
                (
                    "request",
                    models.OneToOneField(null=True, on_delete=PROTECT, related_name="+", to="desk.request"),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occurrences",
                        to="schedules.schedule",
                    ),
                ),
            ],
            options={
                "ordering": ["-due"],
                "constraints": [models.UniqueConstraint(fields=("schedule", "due"), name="schedules_once")],
            },
        ),
    ]
