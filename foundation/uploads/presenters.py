"""The sentences of refused uploads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from foundation.wording import register

register(
    {
        "upload_refused": _("This file cannot be taken. Choose another one."),
        "upload_empty": _("The file is empty. Choose the file that holds the data."),
        "upload_too_large": _(
            "The file is larger than %(limit_megabytes)s MB. Send it in smaller parts."
        ),
        "upload_wrong_type": _(
            "This is not the kind of file that is needed here (it looks like %(found)s). "
            "Save it in the right format and try again."
        ),
    }
)
