"""The table of the cache: every web process must see the same throttles."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Make the table that django.core.cache.backends.db expects."""

    dependencies: ClassVar = [("staff", "0001_initial")]

    operations: ClassVar = [
        migrations.RunSQL(
            """
            CREATE TABLE cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX cache_expires ON cache (expires);
            """,
            "DROP TABLE cache",
        )
    ]
