
import django.db.models.functions.datetime
import foundation.ids
import foundation.journal.models
from django.db import migrations, models

class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Link',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(unique=True)),
                ('xid', foundation.journal.models.TransactionIdField()),
                ('hash', models.BinaryField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('xid', foundation.journal.models.TransactionIdField(db_default=foundation.journal.models.CurrentTransactionId(), editable=False)),
                ('event', models.CharField(max_length=100)),
                ('record', models.CharField(max_length=100)),
                ('payload', models.JSONField()),
                ('by_kind', models.CharField(max_length=20)),
                ('by_id', models.CharField(max_length=100)),
                ('by_label', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['xid', 'id'], name='journal_entry_in_order'), models.Index(fields=['record', 'id'], name='journal_entry_of_record')],
            },
        ),
        migrations.CreateModel(
            name='Handled',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry_id', models.UUIDField()),
                ('handler', models.CharField(max_length=200)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('entry_id', 'handler'), name='journal_handled_once')],
            },
        ),
    ]
