"""Links, merges, sub-requests and checklists."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import qiao.desk.rules.states

STATES = [
    ("offered", "To accept"),
    ("working", "In progress"),
    ("paused", "Paused"),
    ("delivered", "To confirm"),
    ("confirmed", "Confirmed"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
    ("merged", "Merged"),
]
KINDS = [("blocks", "blocks"), ("caused_by", "was caused by"), ("duplicate_of", "is a duplicate of")]
ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
CASCADE, PROTECT = django.db.models.deletion.CASCADE, django.db.models.deletion.PROTECT


def key(to, on_delete=PROTECT, **options):
    return models.ForeignKey(
        **{"on_delete": on_delete, "related_name": "+", "to": to, "db_index": False, **options}
    )


def count():
    return models.PositiveSmallIntegerField(db_default=0, default=0)


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_queries"), ("org", "0002_holiday_works_as")]

    operations = [
        migrations.RemoveConstraint(model_name="request", name="desk_closed_when_over"),
        migrations.AddField("request", "blocks", count()),
        migrations.AddField("request", "fellows", count()),
        migrations.AddField("request", "open_blockers", count()),
        migrations.AddField("request", "open_items", count()),
        migrations.AddField("request", "open_parts", count()),
        migrations.AddField("request", "merged_into", key("desk.request", null=True)),
        migrations.AddField("request", "parent", key("desk.request", null=True)),
        migrations.AlterField(
            "request",
            "state",
            models.CharField(choices=STATES, default=qiao.desk.rules.states.State["OFFERED"], max_length=12),
        ),
        migrations.AddIndex(
            "request",
            models.Index(condition=Q(parent__isnull=False), fields=["parent", "id"], name="desk_parts"),
        ),
        migrations.AddIndex(
            "request",
            models.Index(
                condition=Q(merged_into__isnull=False), fields=["merged_into", "id"], name="desk_merged"
            ),
        ),
        migrations.AddConstraint(
            "request",
            models.CheckConstraint(
                condition=Q(
                    Q(closed_at__isnull=True, state__in=["delivered", "offered", "paused", "working"]),
                    Q(closed_at__isnull=False, state__in=["confirmed", "declined", "merged", "withdrawn"]),
                    _connector="OR",
                ),
                name="desk_closed_when_over",
            ),
        ),
        migrations.CreateModel(
            name="Fellow",
            fields=[
                ("id", ID),
                ("confirms", models.BooleanField(default=False)),
                ("because", key("desk.request", CASCADE, db_index=True)),
                ("person", key("org.person", null=True)),
                ("request", key("desk.request", CASCADE)),
                ("unit", key("org.unit", null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            Q(person__isnull=False, unit__isnull=True),
                            Q(person__isnull=True, unit__isnull=False),
                            _connector="OR",
                        ),
                        name="desk_fellow_is_one",
                    ),
                    models.UniqueConstraint(
                        fields=("request", "because", "person"), name="desk_fellow_person_once"
                    ),
                    models.UniqueConstraint(
                        fields=("request", "because", "unit"), name="desk_fellow_unit_once"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["person", "request"], name="desk_fellow_person"),
                    models.Index(fields=["unit", "request"], name="desk_fellow_unit"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", ID),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("text_zh", models.CharField(max_length=200)),
                ("text_en", models.CharField(blank=True, max_length=200)),
                ("required", models.BooleanField(default=False)),
                ("checked_at", models.DateTimeField(null=True)),
                ("added_by", key("org.person", null=True, db_index=True)),
                ("checked_by", key("org.person", null=True, db_index=True)),
                ("request", key("desk.request", CASCADE, related_name="items")),
            ],
            options={
                "ordering": ["ordinal"],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "ordinal"), name="desk_items_in_order"),
                    models.CheckConstraint(
                        condition=Q(
                            Q(checked_at__isnull=True, checked_by__isnull=True),
                            Q(checked_at__isnull=False, checked_by__isnull=False),
                            _connector="OR",
                        ),
                        name="desk_checked_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", ID),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("at", models.DateTimeField()),
                ("by", key("org.person", db_index=True)),
                ("source", key("desk.request", CASCADE, related_name="links")),
                ("target", key("desk.request", CASCADE, related_name="linked_by")),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "target", "kind"), name="desk_linked_once"),
                    models.CheckConstraint(
                        condition=Q(source=F("target"), _negated=True), name="desk_not_linked_to_itself"
                    ),
                ],
                "indexes": [models.Index(fields=["target", "kind"], name="desk_linked_by")],
            },
        ),
    ]
