import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("org", "0003_skills_and_editions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="serviceversion",
            name="assignment",
            field=models.CharField(
                choices=[
                    ("queue", "Queue: whoever is free accepts"),
                    ("round_robin", "Take turns"),
                    ("least_loaded", "Whoever holds least"),
                    ("on_shift", "Whoever is on shift and holds least"),
                    ("skill", "Who has the skill, is on shift and holds least"),
                ],
                default="queue",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="serviceversion",
            name="skill",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.skill"
            ),
        ),
        migrations.AddField(
            model_name="serviceversion",
            name="skill_level",
            field=models.PositiveSmallIntegerField(default=1),
        ),
    ]
