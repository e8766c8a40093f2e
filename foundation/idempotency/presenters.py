"""The sentences of submissions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from foundation.wording import register

register(
    {
        "idempotency_key_missing": _(
            "The form came without its number. Load the page anew and send it again."
        ),
        "idempotency_key_used": _(
            "This form was sent before with other answers. What was sent first counts; "
            "load the page anew to see it or to send another one."
        ),
    }
)
