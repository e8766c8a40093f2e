
import foundation.ids
from django.db import migrations, models

class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=100)),
                ('label', models.CharField(max_length=200)),
                ('stage', models.CharField(blank=True, default='', max_length=200)),
                ('state', models.CharField(choices=[('WAITING', 'Waiting'), ('RUNNING', 'Running'), ('CANCELLING', 'Cancelling'), ('DONE', 'Done'), ('FAILED', 'Failed'), ('CANCELLED', 'Cancelled')], default='WAITING', max_length=12)),
                ('done', models.BigIntegerField(default=0)),
                ('total', models.BigIntegerField(default=0)),
                ('owner_id', models.CharField(max_length=100)),
                ('owner_label', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('updated_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('cancel_requested_at', models.DateTimeField(blank=True, null=True)),
                ('result', models.JSONField(default=dict)),
                ('error', models.JSONField(default=dict)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['owner_id', '-created_at'], name='progress_task_of_owner')],
                'constraints': [models.CheckConstraint(condition=models.Q(('done__gte', 0), ('total__gte', 0)), name='progress_task_counts_positive')],
            },
        ),
    ]
