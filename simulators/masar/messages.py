"""What the simulator says when it rejects, in Arabic and English."""

from __future__ import annotations

from typing import TypedDict


class Reason(TypedDict):
    """One reason of a rejection; `field` is empty where no field is to blame."""

    field: str
    code: str
    message_ar: str
    message_en: str


_TEXTS: dict[str, tuple[str, str]] = {
    "REQUIRED": ("هذا الحقل مطلوب", "This field is required"),
    "BAD_PASSPORT": (
        "رقم الجواز يتكون من 6 إلى 9 أحرف لاتينية كبيرة وأرقام",
        "A passport number has 6 to 9 capital letters and digits",
    ),
    "BAD_DATE": (
        "التاريخ غير صحيح، الصيغة المطلوبة YYYY-MM-DD",
        "The date is not valid; write YYYY-MM-DD",
    ),
    "PASSPORT_EXPIRED": ("الجواز منتهي الصلاحية", "The passport has expired"),
    "BIRTH_DATE_IMPOSSIBLE": ("تاريخ الميلاد غير معقول", "The date of birth is impossible"),
    "NOT_ARABIC": ("اكتب الاسم بالحروف العربية", "Write the name in Arabic letters"),
    "NOT_LATIN": ("اكتب الاسم بالحروف اللاتينية", "Write the name in Latin letters"),
    "BAD_SEX": ("الجنس M أو F", "Sex is M or F"),
    "BAD_NATIONALITY": (
        "رمز الجنسية ثلاثة أحرف وفق ISO 3166",
        "Nationality is an ISO 3166 code of three letters",
    ),
    "BAD_MOBILE": (
        "رقم الجوال بصيغة دولية مثل ‎+97455512345",
        "The mobile is in international form, such as +97455512345",
    ),
    "BAD_SEASON": ("الموسم سنة هجرية", "The season is a Hijri year"),
    "BAD_NUMBER": ("العدد غير صحيح", "The number is not valid"),
    "UNKNOWN_GROUP": ("المجموعة غير معروفة لهذه البعثة", "This mission has no such group"),
    "UNKNOWN_APPLICATION": ("رقم الطلب غير معروف", "The application number is unknown"),
    "APPLICATION_NOT_ACCEPTED": ("الطلب لم يُقبل بعد", "The application is not accepted yet"),
    "VISA_NOT_ISSUED": (
        "التأشيرة لم تصدر لهذا الطلب",
        "No visa was issued for the application",
    ),
    "TOO_LONG": ("النص أطول من المسموح", "The text is longer than allowed"),
    "REVIEW_NOT_COMPLETED": (
        "تعذر إكمال المراجعة، يرجى إعادة التقديم",
        "The review could not be completed; please submit again",
    ),
    "KEY_REUSED": (
        "المفتاح مستخدم لطلب آخر",
        "This key belongs to a request with another content",
    ),
    "KEY_RUNNING": (
        "الطلب نفسه قيد التنفيذ",
        "The same request is being processed at this moment",
    ),
    "NOT_PROCESSED": ("لم تتم معالجة هذا السطر", "This item was not processed"),
    "WITHDRAWN": ("سُحب التصريح من الجهة المصدرة", "The permit was withdrawn by its issuer"),
}


def reason(code: str, field: str = "") -> Reason:
    """Give a reason with its words in both languages."""
    arabic, english = _TEXTS[code]
    return Reason(field=field, code=code, message_ar=arabic, message_en=english)
