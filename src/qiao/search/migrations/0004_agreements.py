from django.db import migrations, models

KINDS = [
    ("person", "Person"),
    ("unit", "Unit"),
    ("service", "Service"),
    ("card", "Card"),
    ("agreement", "Agreement"),
]


class Migration(migrations.Migration):
    dependencies = [("search", "0003_cards")]

    operations = [
        migrations.AlterField("name", "kind", models.CharField(choices=KINDS, max_length=10)),
    ]
