"""A passport that many tests look at, and what its machine-readable zone says."""

from __future__ import annotations

from datetime import date

from mission.people.rules.mrz_making import ZoneFields, make_mrz

NOORA = ZoneFields(
    surname="Al-Kuwari",
    given_names="Noora Ahmad",
    number="K1234567",
    nationality="QAT",
    birth_date=date(1961, 3, 9),
    sex="F",
    expires_date=date(2031, 3, 8),
    issuer="QAT",
)
ZONE = make_mrz(NOORA)
