from django.db import migrations, models

HOW = ["self", "substitute", "delegate", "leader", "earlier"]


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]

    operations = [
        migrations.AlterField(
            "ask", "how", models.CharField(blank=True, choices=[(each, each) for each in HOW], max_length=10)
        ),
    ]
