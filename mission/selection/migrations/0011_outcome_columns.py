import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Leaves out what a nation's draw would pay for row by row: the draw itself reads every
    outcome back through its entry, and nobody looks outcomes up by application."""

    dependencies = [("registration", "0006_documents_append_only"), ("selection", "0010_offers_append_only")]

    operations = [
        migrations.AlterField(
            model_name="outcome",
            name="application",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registration.application",
            ),
        ),
        migrations.AlterField(
            model_name="outcome",
            name="entry",
            field=models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                primary_key=True,
                related_name="result",
                serialize=False,
                to="selection.entry",
            ),
        ),
        migrations.AlterField(
            model_name="outcome",
            name="round",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes",
                to="selection.round",
            ),
        ),
    ]
