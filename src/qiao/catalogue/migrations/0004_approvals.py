from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_checklist")]
    operations = [
        migrations.AddField(
            model_name="serviceversion",
            name="approvals_data",
            field=models.JSONField(default=dict),
        ),
    ]
