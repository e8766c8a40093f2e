"""What of the waiting room survives a restart: a row an opening, and one a seat inside."""

from __future__ import annotations

from django.db import models

from foundation.ids import uuid7


class Opening(models.Model):
    """A time of rush at one door: prepared, then open from ``opens_at`` on, then closed.

    The live program alone writes ``seed``, ``early``, ``given``, ``called``, ``pace_now`` and
    ``kept_at``, by SQL, while it holds the lock of the room.

    early      tickets given before the seed was drawn; the seed shuffles them
    given      tickets given so far; numbers are 0…given-1
    called     ranks below this may pass
    most_pace  admissions a second that are allowed; ``pace_now`` is what the web bears
    kept_at    last sign of life of the program that keeps the room
    lone_…     seats that the web gave by itself while nobody kept the room
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100)
    help_line = models.CharField(max_length=40, default="", blank=True)
    lobby_from = models.DateTimeField()
    opens_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    most_pace = models.FloatField()
    pace_now = models.FloatField(null=True, blank=True)
    seed = models.BinaryField(null=True, blank=True)
    early = models.BigIntegerField(default=0)
    given = models.BigIntegerField(default=0)
    called = models.BigIntegerField(default=0)
    kept_at = models.DateTimeField(null=True, blank=True)
    lone_second = models.BigIntegerField(default=0)
    lone_in_second = models.IntegerField(default=0)
    lone_given = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(closed_at=None),
                name="waiting_one_opening_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(called__gte=0, called__lte=models.F("given")),
                name="waiting_called_were_given",
            ),
            models.CheckConstraint(
                condition=models.Q(early__gte=0, early__lte=models.F("given")),
                name="waiting_early_were_given",
            ),
            models.CheckConstraint(
                condition=models.Q(most_pace__gt=0), name="waiting_pace_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(lobby_from__lte=models.F("opens_at")),
                name="waiting_lobby_before_opening",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A device that went through the door with the pass of a ticket.

    number  of the ticket; below 0 where the web let it in without one
    nonce   stands in the device's cookie and changes with each renewal; ``former`` is the last
            one, which requests that were under way still carry
    """

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="seats")
    number = models.BigIntegerField()
    device = models.SmallIntegerField()
    nonce = models.CharField(max_length=32)
    former = models.CharField(max_length=32, default="", blank=True)
    made_at = models.DateTimeField()
    renewed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "number", "device"], name="waiting_seat_of_device"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.device}"


class Pulse(models.Model):
    """How quickly one web process answers behind the door, told every few seconds."""

    process = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField()
    requests = models.IntegerField()
    p95_milliseconds = models.IntegerField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["at"], name="waiting_pulse_by_time")]

    def __str__(self) -> str:
        return self.process
