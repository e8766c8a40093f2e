"""The sentences of long tasks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from foundation.wording import register

register(
    {
        "task_failed": _(
            "The work stopped with an error. Try again; if it stops again, "
            "tell the information systems unit: %(error)s"
        ),
    }
)
