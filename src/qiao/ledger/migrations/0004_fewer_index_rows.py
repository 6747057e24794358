from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_event_log")]

    operations = [
        migrations.RemoveIndex(model_name="event", name="ledger_from"),
        migrations.RemoveIndex(model_name="event", name="ledger_to"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("from_unit_id__isnull", False)),
                fields=["from_unit_id", "transaction", "id"],
                name="ledger_from",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("to_unit_id__isnull", False)),
                fields=["to_unit_id", "transaction", "id"],
                name="ledger_to",
            ),
        ),
    ]
