"""The sentences of the waiting room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from foundation.wording import register

register(
    {
        "opening_exists": _(
            "A waiting room stands already, before “%(name)s”. Close it first, "
            "or change its pace."
        ),
        "no_opening": _("No waiting room stands now. Prepare one first."),
        "bad_opening": _(
            "People must be let in at more than 0 a second, and the waiting room must begin "
            "before the opening. Check the values."
        ),
        "too_many_devices": _(
            "This place is used on %(most)s devices already. Go on with one of them."
        ),
    }
)
