"""Writes of the staff: hiring and roles, and the count of failed sign-ins."""

from mission.staff.services.members import (
    EmailTaken,
    change_roles,
    dismiss_member,
    end_session,
    hire_member,
    remove_second_factors,
    set_password,
)
from mission.staff.services.sign_in import count_sign_in_try, forget_sign_in_tries

__all__ = [
    "EmailTaken",
    "change_roles",
    "count_sign_in_try",
    "dismiss_member",
    "end_session",
    "forget_sign_in_tries",
    "hire_member",
    "remove_second_factors",
    "set_password",
]
