"""Password hashing for staff: Argon2id with the parameters that OWASP gives."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class StaffPasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane.

    Source: OWASP Password Storage Cheat Sheet (2023). Django's own default asks for 100 MiB and
    eight lanes: ten times the time of a sign-in, and a door to exhaust the machine's memory.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
