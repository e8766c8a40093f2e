from django.db import migrations, models


class Migration(migrations.Migration):
    """Keeps the stratum of a file, and what gave a file its tier, tickets, shares and stratum."""

    dependencies = [("selection", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="stratum",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.AddField(
            model_name="ruleset",
            name="file_rules",
            field=models.TextField(blank=True, default=""),
        ),
    ]
