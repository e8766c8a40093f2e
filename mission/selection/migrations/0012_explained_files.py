import django.db.models.deletion
import foundation.ids
from django.db import migrations, models

from mission.selection.migrations._append_only import guard


class Migration(migrations.Migration):
    """Keeps explanations by a thousand files a row instead of one.

    Those of rounds that are published already are dropped: they follow from the proof, and the
    page of an outcome does without them.
    """

    dependencies = [("selection", "0011_outcome_columns")]

    operations = [
        migrations.DeleteModel(name="Explanation"),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                ("id", models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("headings", models.JSONField()),
                ("round", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="explanation", to="selection.round")),
            ],
        ),
        migrations.CreateModel(
            name="ExplainedFiles",
            fields=[
                ("id", models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("first", models.CharField(db_collation="C", max_length=40)),
                ("references", models.TextField()),
                ("counts", models.BinaryField()),
                ("looks", models.BinaryField()),
                ("explanation", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="selection.explanation")),
            ],
            options={
                "verbose_name_plural": "explained files",
                "constraints": [models.UniqueConstraint(fields=("explanation", "first"), name="explained_once")],
            },
        ),
        guard("explanation"),
        guard("explainedfiles"),
    ]
