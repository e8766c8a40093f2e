"""Documents that applicants hand in, and what the mission said of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from foundation.ids import uuid7
from mission.registration.models.draft import DraftPerson
from mission.registration.rules.documents import AskReason, DocumentKind, Step, Verdict


class Document(models.Model):
    """A file of one kind for one person; the current one of a kind counts, others stay.

    ``upload`` is the file as it was made anew, ``original_sha256`` the hash of what was handed
    in and never kept. ``mrz`` are the lines of a passport, read or typed. ``claimed_by`` is the
    member of staff who looks at it until ``claimed_until``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(DraftPerson, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(
        max_length=13, choices=[(kind.value, kind.value) for kind in DocumentKind]
    )
    upload = models.ForeignKey("uploads.Upload", on_delete=models.PROTECT, related_name="+")
    original_sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField(default=0)
    is_scanned = models.BooleanField()
    is_current = models.BooleanField(default=True)
    mrz = models.CharField(max_length=200, blank=True)
    handed_in_at = models.DateTimeField()
    handed_in_by = models.CharField(max_length=200)
    claimed_by = models.CharField(max_length=100, blank=True)
    claimed_label = models.CharField(max_length=200, blank=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        """A person has one current document of a kind; the queue is in order of arrival."""

        indexes: ClassVar = [
            models.Index(
                fields=["handed_in_at", "id"],
                condition=Q(is_current=True),
                name="document_current_by_arrival",
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(is_current=True),
                name="document_one_current_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(original_sha256__regex=r"^[0-9a-f]{64}$"),
                name="document_original_is_hex",
            ),
        ]

    def __str__(self) -> str:
        """Answer the kind: logs are read by many."""
        return self.kind

    @property
    def is_pdf(self) -> bool:
        """Whether it has pages instead of one picture."""
        return self.pages > 0


class DocumentCheck(models.Model):
    """One step of the judgement of a document: immutable, with who, when and why.

    States: CHECKED once by one person. Another verdict afterwards is an override: PROPOSED by
    one person, then CONFIRMED or DECLINED by another (``answers`` is the proposal).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="checks")
    step = models.CharField(max_length=9, choices=[(each.value, each.value) for each in Step])
    verdict = models.CharField(
        max_length=9, choices=[(each.value, each.value) for each in Verdict]
    )
    reason = models.CharField(
        max_length=14, choices=[(each.value, each.value) for each in AskReason], blank=True
    )
    note = models.CharField(max_length=300, blank=True)
    answers = models.OneToOneField("self", on_delete=models.PROTECT, null=True)
    proposed_by = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    by_id = models.CharField(max_length=100)
    by = models.CharField(max_length=200)

    class Meta:
        """Checked once; a proposal is answered once, and by somebody else."""

        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(step="CHECKED"),
                name="document_checked_once",
            ),
            models.CheckConstraint(
                condition=Q(step__in=["CHECKED", "PROPOSED"], answers__isnull=True)
                | Q(step__in=["CONFIRMED", "DECLINED"], answers__isnull=False),
                name="document_answer_has_its_proposal",
            ),
            models.CheckConstraint(
                condition=Q(answers__isnull=True)
                | (~Q(proposed_by="") & ~Q(by_id=F("proposed_by"))),
                name="document_override_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="ASK_AGAIN") | ~Q(reason=""),
                name="document_asked_again_with_reason",
            ),
        ]

    def __str__(self) -> str:
        """Answer step and verdict."""
        return f"{self.step} {self.verdict}"
