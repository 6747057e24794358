import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("desk", "0008_agreements")]
    operations = [
        migrations.RemoveConstraint(model_name="request", name="desk_closed_when_over"),
        migrations.AlterField(
            model_name="request",
            name="state",
            field=models.CharField(
                choices=[
                    ("approval", "To approve"),
                    ("offered", "To accept"),
                    ("working", "In progress"),
                    ("paused", "Paused"),
                    ("delivered", "To confirm"),
                    ("confirmed", "Confirmed"),
                    ("declined", "Declined"),
                    ("withdrawn", "Withdrawn"),
                    ("merged", "Merged"),
                ],
                default="offered",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("closed_at__isnull", True),
                    ("state__in", ["approval", "delivered", "offered", "paused", "working"]),
                )
                | Q(
                    ("closed_at__isnull", False),
                    ("state__in", ["confirmed", "declined", "merged", "withdrawn"]),
                ),
                name="desk_closed_when_over",
            ),
        ),
        migrations.AddField(model_name="request", name="approved_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="request",
            name="approvers",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="hop",
            name="approval",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="Approver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
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
            options={
                "indexes": [models.Index(fields=["person", "request"], name="desk_approving")],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "person"), name="desk_approver_once")
                ],
            },
        ),
    ]
