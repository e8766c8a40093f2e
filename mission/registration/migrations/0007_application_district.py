"""Applications state the lead's home district."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A code of the season's list; empty in every file that was there before."""

    dependencies = [("registration", "0006_documents_append_only")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="district",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
    ]
