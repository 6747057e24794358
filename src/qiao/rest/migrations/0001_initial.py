from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("actor_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(max_length=64)),
                ("attempt", models.UUIDField()),
                ("at", models.DateTimeField(db_index=True)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("headers", models.JSONField(default=dict)),
                ("body", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("actor_id", "key"), name="rest_answered_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("actor_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("minute", models.BigIntegerField()),
                ("given", models.PositiveIntegerField()),
            ],
        ),
    ]
