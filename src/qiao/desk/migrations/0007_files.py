"""Attachments point to contents of ``qiao.files``; the files themselves stay where they are."""

import django.db.models.deletion
from django.db import migrations, models


def to_contents(apps, schema_editor):
    """One row for each content that attachments have, however many do."""
    attachments, blobs = apps.get_model("desk", "Attachment"), apps.get_model("files", "Blob")
    rows = attachments.objects.order_by("-at", "-pk").values_list("sha256", "size", "media_type", "at")
    seen = {}
    for sha256, size, media_type, at in rows.iterator():
        seen[sha256] = blobs(sha256=sha256, size=size, media_type=media_type, created_at=at, touched_at=at)
    blobs.objects.bulk_create(seen.values(), batch_size=500, ignore_conflicts=True)
    attachments.objects.update(blob_id=models.F("sha256"))


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_lists"), ("files", "0001_initial")]

    operations = [
        migrations.AddField(
            "attachment",
            "blob",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="files.blob",
            ),
        ),
        migrations.RunPython(to_contents, migrations.RunPython.noop),
        migrations.AlterField(
            "attachment",
            "blob",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="files.blob"
            ),
        ),
        migrations.RemoveField("attachment", "sha256"),
        migrations.RemoveField("attachment", "size"),
        migrations.RemoveField("attachment", "media_type"),
    ]
