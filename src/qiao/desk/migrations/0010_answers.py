from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("desk", "0009_approvals")]
    operations = [
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                Coalesce(
                    models.F("changed_at"),
                    models.F("closed_at"),
                    models.F("delivered_at"),
                    models.F("raised_at"),
                ),
                models.F("id"),
                name="desk_changed",
            ),
        ),
    ]
