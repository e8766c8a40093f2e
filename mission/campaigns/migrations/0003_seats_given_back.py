from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_placed_files_accepted")]

    operations = [
        migrations.AddField(
            model_name="placement",
            name="left_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="placement",
            name="left_by",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pilgrim",
            name="left_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveConstraint(model_name="pilgrim", name="pilgrim_once_a_season"),
        migrations.AddConstraint(
            model_name="pilgrim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at__isnull", True)),
                fields=("season", "person"),
                name="pilgrim_once_a_season",
            ),
        ),
    ]
