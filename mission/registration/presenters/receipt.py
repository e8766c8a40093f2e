"""The receipt of an application as a PDF, in both languages on one page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation import hijri
from foundation.branding import mission_name
from foundation.numerals import format_number, reader_digits
from foundation.typesetting import set_pdf
from mission.people.queries import masked
from mission.registration.models import Applicant, Application
from mission.registration.presenters.pages import home_of, names
from mission.registration.presenters.sentences import RELATIONS
from mission.registration.queries.districts import districts_of
from mission.registration.queries.files import applicants_of

_TEMPLATE = Path(__file__).resolve().parent.parent / "templates/registration/receipt.typ"


def receipt_pdf(application: Application) -> bytes:
    """Set the receipt; numbers of cards and passports stand on it half hidden."""
    people = applicants_of(application)
    receipt = {
        "reference": application.reference,
        "ar": _words(application, people, "ar"),
        "en": _words(application, people, "en"),
    }
    return set_pdf(_TEMPLATE, receipt)


def _words(application: Application, people: list[Applicant], language: str) -> dict[str, Any]:
    with override(language):
        at = timezone.localtime(application.submitted_at)
        return {
            "mission": mission_name(),
            "title": _("Receipt of a Hajj application"),
            "season": _("Season %(year)s")
            % {"year": reader_digits(str(application.season.hijri_year))},
            "label": _("Reference"),
            "at": f"{hijri.format_both(at)} {reader_digits(f'{at:%H:%M}')}",
            "count": _("Persons in the application: %(count)s")
            % {"count": format_number(len(people))},
            "home": _home(application),
            "people": [_person(each) for each in people],
            "advice": _(
                "This receipt is no approval. Keep the reference: with it you see the result "
                "of the draw."
            ),
        }


def _home(application: Application) -> str:
    """Say where the lead lives; nothing where that was not stated."""
    home = home_of(application, districts_of(application.season))
    return _("Home district: %(district)s") % {"district": home} if home else ""


def _person(each: Applicant) -> dict[str, str]:
    return {
        "name": names(each.person)[0],
        "relation": str(RELATIONS[each.relation]),
        "national_id": masked(each.person.national_id),
    }
