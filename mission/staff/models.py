"""The rows of the staff."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from foundation.ids import uuid7
from mission.staff.rules import Role


class StaffAccounts(BaseUserManager["StaffMember"]):
    """Finds accounts by e-mail in any letter case; making one is a service."""

    def get_by_natural_key(self, username: str | None) -> StaffMember:
        """Find an account by its e-mail."""
        return self.get(email__iexact=username)


class StaffMember(AbstractBaseUser):
    """A person who works for the mission or a campaign, with a sign-in of their own.

    An account is never deleted: ``is_active`` False keeps its name in the journal readable.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254)
    name_ar = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    hired_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name_ar", "name_en"]

    objects = StaffAccounts()

    class Meta:
        """An e-mail stands once, whatever its letter case."""

        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="staff_member_email_unique")
        ]

    def __str__(self) -> str:
        """Answer the e-mail."""
        return self.email

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Refuse Django's own permissions: the mission's stand on roles."""
        return False


class RoleChange(models.Model):
    """A role given to a member or taken from them; the newest row of a role is in force."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="role_changes"
    )
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    is_held = models.BooleanField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        """Read by member, newest first."""

        indexes: ClassVar = [
            models.Index(fields=["member", "role", "-id"], name="staff_role_newest")
        ]

    def __str__(self) -> str:
        """Answer the change."""
        return f"{self.role} {'given' if self.is_held else 'taken'}"


class SignInTries(models.Model):
    """Failed sign-ins that still count, one row a key.

    ``key`` is an account, or an account at one address, as a digest: what somebody types into
    the e-mail field may be their password.
    """

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        """Answer how many."""
        return f"{self.tries} since {self.since:%F %T}"
