"""So that the event log is as quick at a million events as at a thousand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]
    operations = [
        migrations.AddIndex("event", models.Index(fields=["kind", "transaction", "id"], name="ledger_kind")),
        migrations.AddIndex(
            "event", models.Index(fields=["actor_id", "transaction", "id"], name="ledger_actor")
        ),
        migrations.AddIndex(
            "event", models.Index(fields=["from_unit_id", "transaction", "id"], name="ledger_from")
        ),
        migrations.AddIndex(
            "event", models.Index(fields=["to_unit_id", "transaction", "id"], name="ledger_to")
        ),
        migrations.AddIndex("event", models.Index(fields=["at", "transaction", "id"], name="ledger_at")),
    ]
