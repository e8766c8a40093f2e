import django.contrib.postgres.fields
import django.db.models.deletion
import foundation.ids
from django.db import migrations, models

from mission.selection.migrations._append_only import guard


class Migration(migrations.Migration):
    """Lets a line of entries.csv stand for several files, which share its place."""

    dependencies = [("registration", "0008_families"), ("selection", "0013_simulation")]

    operations = [
        migrations.CreateModel(
            name="LinkedRow",
            fields=[
                ("id", models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("tier", models.PositiveIntegerField()),
                ("tickets", models.PositiveIntegerField()),
                ("queue", models.PositiveIntegerField()),
                ("age_days", models.PositiveIntegerField()),
                ("shares", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ("stratum", models.CharField(blank=True, default="", max_length=60)),
            ],
        ),
        migrations.AlterModelOptions(
            name="outcome",
            options={"ordering": ["outcome", "place", "part"]},
        ),
        migrations.RemoveConstraint(
            model_name="outcome",
            name="outcome_place_unique",
        ),
        migrations.AddField(
            model_name="freeze",
            name="families",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="freeze",
            name="linked_sha256",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="outcome",
            name="part",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.UniqueConstraint(fields=("round", "outcome", "place", "part"), name="outcome_place_unique"),
        ),
        migrations.AddField(
            model_name="linkedrow",
            name="round",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="linked_rows", to="selection.round"),
        ),
        migrations.AddField(
            model_name="entry",
            name="row",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="files", to="selection.linkedrow"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(condition=models.Q(("row__isnull", False)), fields=["row"], name="entry_linked_row"),
        ),
        migrations.AddConstraint(
            model_name="linkedrow",
            constraint=models.UniqueConstraint(fields=("round", "reference"), name="linked_row_once"),
        ),
        migrations.AddConstraint(
            model_name="linkedrow",
            constraint=models.CheckConstraint(condition=models.Q(("queue__gte", 1), ("size__gte", 2), ("tickets__gte", 1), ("tier__gte", 1)), name="linked_row_counts_from_one"),
        ),
        guard("linkedrow"),
    ]
