import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("org", "0002_holiday_works_as")]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("fields", models.JSONField()),
                ("page", models.CharField(blank=True, max_length=200)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("kept_at", models.DateTimeField(db_index=True)),
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
            options={
                "ordering": ["-kept_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "key"), name="drafts_one_per_form")
                ],
            },
        ),
    ]
