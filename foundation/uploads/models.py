"""Files that people handed in: who, what, when; the bytes lie under the name of their hash."""

from __future__ import annotations

from django.db import models

from foundation.ids import uuid7


class Upload(models.Model):
    """One handing-in of a file. The same bytes handed in twice are two rows and one file.

    ``name`` is as given, cleaned for showing; it is never used as a path.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    by_kind = models.CharField(max_length=20)
    by_id = models.CharField(max_length=100)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["sha256"], name="uploads_upload_by_hash")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="uploads_sha256_is_hex",
            ),
            models.CheckConstraint(
                condition=models.Q(size_bytes__gt=0), name="uploads_size_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.name
