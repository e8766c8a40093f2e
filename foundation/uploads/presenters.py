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
        "upload_infected": _(
            "The virus scanner found something in this file. Photograph the document anew with "
            "your phone."
        ),
        "upload_not_scanned": _(
            "The file could not be checked for viruses just now, so it was not taken. Try "
            "again in a few minutes."
        ),
        "upload_too_much": _(
            "This file asks for more than a document ever needs. Photograph the document with "
            "your phone and send that."
        ),
        "upload_busy": _(
            "Very many files are coming in at this moment. Wait a minute, then send yours "
            "again."
        ),
        "picture_damaged": _(
            "This picture cannot be opened: it is damaged or incomplete. Take it anew."
        ),
        "picture_too_many_pixels": _(
            "This picture has more than %(limit_megapixels)s million pixels. Take it at your "
            "camera's ordinary size."
        ),
        "picture_is_heic": _(
            "This picture is in the HEIC format of iPhones. Take it with the button on this "
            "page, or set Settings › Camera › Formats to “Most Compatible” and take it anew."
        ),
        "pdf_damaged": _("This PDF cannot be opened. Photograph the document instead."),
        "pdf_encrypted": _(
            "This PDF is locked with a password. Save it without one, or photograph the "
            "document."
        ),
        "pdf_too_many_pages": _(
            "This PDF has more than %(limit)s pages. Send only the pages that are asked for."
        ),
        "pdf_active": _(
            "This PDF can do more than be looked at (%(found)s), so it was not taken. Print it "
            "to a new PDF, or photograph the document."
        ),
    }
)
