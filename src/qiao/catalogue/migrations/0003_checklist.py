"""A checklist in every version of a service."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_by_skill")]

    operations = [
        migrations.AddField("serviceversion", "checklist_data", models.JSONField(default=list)),
    ]
