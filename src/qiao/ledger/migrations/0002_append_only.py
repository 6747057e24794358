"""Update, delete and truncate are refused by the database itself."""

from django.db import migrations

from qiao.ledger import triggers


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(triggers.create, triggers.drop)]
