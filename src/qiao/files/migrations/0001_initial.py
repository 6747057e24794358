import django.db.models.deletion
from django.db import migrations, models

import qiao.files.models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Blob",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("size", models.PositiveBigIntegerField()),
                ("media_type", models.CharField(max_length=100)),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("created_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
                ("scanned_at", models.DateTimeField(null=True)),
                ("quarantined_at", models.DateTimeField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["touched_at"], name="files_touched")]},
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=qiao.files.models.new_key, max_length=32, unique=True)),
                ("uploader_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to="files.blob"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["uploader_id", "at"], name="files_waiting"),
                    models.Index(fields=["at"], name="files_sent_at"),
                ]
            },
        ),
    ]
