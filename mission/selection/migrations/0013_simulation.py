
import django.db.models.deletion
import foundation.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keeps what simulated draws of a round said."""

    dependencies = [
        ("selection", "0012_explained_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="Simulation",
            fields=[
                ("id", models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("basis", models.CharField(max_length=64)),
                ("draws", models.PositiveIntegerField()),
                ("files", models.PositiveIntegerField()),
                ("chances", models.JSONField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("round", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="simulations", to="selection.round")),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
    ]
