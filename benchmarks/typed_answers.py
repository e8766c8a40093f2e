"""What simulated applicants type; needs no Django, since the crowd does not know it."""

from __future__ import annotations

LEAD = {
    "nationality": "QAT",
    "birth_date": "1/5/1970",
    "hajj_before": "no",
    "companions_planned": "2",
    "name_ar": "حسن ناصر المري",
    "name_en": "Hassan Al-Marri",
    "sex": "M",
    "district": "doha",
    "passport_expiry": "2033-01-01",
    "fitness_certificate": "yes",
}
COMPANIONS = (
    LEAD | {"relation": "wife", "sex": "F", "name_ar": "مريم حمد الكواري"},
    LEAD | {"relation": "mother", "sex": "F", "name_ar": "نورة سالم المري"},
)
DECLARED = dict.fromkeys(("declare_true", "declare_conditions", "declare_authorised"), "yes")


def national_id(number: int, place: int) -> str:
    """Answer the national id of a lead (place 0) or companion."""
    return f"{2706 + place}{number:07d}"
