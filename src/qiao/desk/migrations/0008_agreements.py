import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("desk", "0007_files"), ("agreements", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="request",
            name="agreed",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.line",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=Q(("agreed__isnull", False)),
                fields=["agreed", "raised_at"],
                name="desk_agreed",
            ),
        ),
    ]
