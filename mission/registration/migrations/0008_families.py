import django.db.models.deletion
import foundation.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    """Lets applications ask and agree to be drawn together."""

    dependencies = [("registration", "0007_application_district"), ("season", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Family",
            fields=[
                ("id", models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("founded_at", models.DateTimeField()),
                ("season", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="season.season")),
            ],
            options={
                "verbose_name_plural": "families",
            },
        ),
        migrations.CreateModel(
            name="FamilyMember",
            fields=[
                ("id", models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("joined_at", models.DateTimeField()),
                ("joined_by", models.CharField(max_length=200)),
                ("left_at", models.DateTimeField(null=True)),
                ("left_by", models.CharField(blank=True, max_length=200)),
                ("why", models.CharField(blank=True, choices=[("LEFT", "Left"), ("WITHDRAWN", "Withdrawn"), ("ALONE", "Alone")], max_length=9)),
                ("application", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registration.application")),
                ("family", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="members", to="registration.family")),
            ],
            options={
                "ordering": ["joined_at", "id"],
                "constraints": [models.UniqueConstraint(condition=models.Q(("left_at__isnull", True)), fields=("application",), name="family_member_in_one_family"), models.CheckConstraint(condition=models.Q(models.Q(("left_at__isnull", True), ("why", "")), models.Q(("left_at__isnull", False), models.Q(("why", ""), _negated=True)), _connector="OR"), name="family_member_left_for_a_reason")],
            },
        ),
        migrations.CreateModel(
            name="FamilyRequest",
            fields=[
                ("id", models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=16)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=200)),
                ("ending", models.CharField(blank=True, choices=[("AGREED", "Agreed"), ("DECLINED", "Declined"), ("TAKEN_BACK", "Taken Back"), ("CLOSED", "Closed")], max_length=10)),
                ("asked", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registration.application")),
                ("asking", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registration.application")),
            ],
            options={
                "ordering": ["asked_at", "id"],
                "constraints": [models.UniqueConstraint(condition=models.Q(("ended_at__isnull", True)), fields=("asking", "reference"), name="family_request_once_at_a_time"), models.CheckConstraint(condition=models.Q(models.Q(("ended_at__isnull", True), ("ending", "")), models.Q(("ended_at__isnull", False), models.Q(("ending", ""), _negated=True)), _connector="OR"), name="family_request_ended_somehow")],
            },
        ),
    ]
