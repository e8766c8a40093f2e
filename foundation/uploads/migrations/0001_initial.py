
import foundation.ids
from django.db import migrations, models

class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sha256', models.CharField(max_length=64)),
                ('size_bytes', models.BigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=200)),
                ('by_kind', models.CharField(max_length=20)),
                ('by_id', models.CharField(max_length=100)),
                ('by_label', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['sha256'], name='uploads_upload_by_hash')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='uploads_sha256_is_hex'), models.CheckConstraint(condition=models.Q(('size_bytes__gt', 0)), name='uploads_size_positive')],
            },
        ),
    ]
