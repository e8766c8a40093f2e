"""What the queue itself does not keep: why a run of a job failed."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Failure(models.Model):
    """One failed run of a job. The newest one explains the state of the job."""

    job_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    error = models.CharField(max_length=500)
    trace = models.TextField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["job_id", "-at"], name="jobs_failure_of_job")]

    def __str__(self) -> str:
        return self.error
