"""One effect for one submission, however often it is sent: ``submit_once`` guards a view."""

from foundation.idempotency.keys import FIELD, HEADER, new_key

__all__ = ["FIELD", "HEADER", "new_key"]
