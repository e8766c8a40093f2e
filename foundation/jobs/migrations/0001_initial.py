
import django.db.models.functions.datetime
from django.db import migrations, models

class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Failure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job_id', models.BigIntegerField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('error', models.CharField(max_length=500)),
                ('trace', models.TextField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['job_id', '-at'], name='jobs_failure_of_job')],
            },
        ),
    ]
