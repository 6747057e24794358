import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a constraint or another index begins with needs none of its own."""

    dependencies = [("desk", "0010_answers"), ("org", "0003_skills_and_editions")]

    operations = [
        migrations.AlterField(
            model_name="hop",
            name="request",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hops",
                to="desk.request",
            ),
        ),
        migrations.AlterField(
            model_name="involvement",
            name="request",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="involvements",
                to="desk.request",
            ),
        ),
        migrations.AlterField(
            model_name="involvement",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
    ]
