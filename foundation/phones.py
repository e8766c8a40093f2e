"""Telephone numbers: read as people write them, kept as E.164."""

from __future__ import annotations

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from foundation.names import western_digits
from foundation.refusals import Refusal

_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


class BadPhone(Refusal):
    """The text is no number that can be called from the region."""

    code = "bad_phone"


def parse_phone(text: str, region: str, *, mobile_only: bool = False) -> str:
    """Read a telephone number and answer it as E.164, e.g. ``+97455512345``.

    region       two letters (ISO 3166); the country of numbers that are written without one
    mobile_only  refuse numbers that can receive no message

    Raises BadPhone.
    """
    try:
        number = phonenumbers.parse(western_digits(text), region)
    except phonenumbers.NumberParseException as wrong:
        raise BadPhone(phone=text[:40]) from wrong
    if not phonenumbers.is_valid_number(number):
        raise BadPhone(phone=text[:40])
    if mobile_only and phonenumbers.number_type(number) not in _MOBILE:
        raise BadPhone(phone=text[:40])
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def format_phone(number: str, *, region: str = "") -> str:
    """Write an E.164 number for reading: national form within ``region``, else international.

    A text that is no number is answered unchanged.
    """
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    at_home = bool(region) and phonenumbers.region_code_for_number(parsed) == region
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)
