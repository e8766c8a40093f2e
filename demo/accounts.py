"""The people of the sample season who sign in: one a role, all with one password."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """Somebody who signs in to the sample season."""

    email: str
    name_ar: str
    name_en: str
    role: str
    title: str


# A sample of invented people on one's own machine; production never has these accounts.
PASSWORD = "arafah-1448"  # noqa: S105

ACCOUNTS = (
    Account(
        "systems@rifada.example",
        "نورة الكواري",
        "Noora Al-Kuwari",
        "SYSTEMS",
        "Information systems unit",
    ),
    Account(
        "chair@rifada.example",
        "عبد الله المري",
        "Abdulla Al-Marri",
        "COMMITTEE_CHAIR",
        "Chair of the committee",
    ),
    Account(
        "member@rifada.example",
        "مريم السليطي",
        "Maryam Al-Sulaiti",
        "COMMITTEE_MEMBER",
        "Member of the committee",
    ),
    Account(
        "second@rifada.example",
        "خالد الهاجري",
        "Khalid Al-Hajri",
        "COMMITTEE_MEMBER",
        "Member of the committee",
    ),
    Account(
        "secretary@rifada.example",
        "هند المناعي",
        "Hind Al-Mannai",
        "COMMITTEE_SECRETARY",
        "Secretary of the committee",
    ),
    Account(
        "witness@rifada.example",
        "يوسف السويدي",
        "Yousef Al-Suwaidi",
        "COMMITTEE_WITNESS",
        "Witness of the draw",
    ),
    Account(
        "registrar@rifada.example",
        "لطيفة العمادي",
        "Latifa Al-Emadi",
        "REGISTRAR",
        "Registrar of documents",
    ),
    Account(
        "campaign@rifada.example",
        "أحمد العلي",
        "Ahmad Al-Ali",
        "CAMPAIGN_MANAGER",
        "Campaign manager",
    ),
    Account(
        "guard@rifada.example",
        "سالم الدوسري",
        "Salem Al-Dosari",
        "GATE_GUARD",
        "Gate guard",
    ),
    Account(
        "agent@rifada.example",
        "هند الأنصاري",
        "Hind Al-Ansari",
        "CONTACT_AGENT",
        "Agent of the contact centre",
    ),
    Account(
        "head@rifada.example",
        "فهد آل ثاني",
        "Fahad Al-Thani",
        "HEAD_OF_MISSION",
        "Head of mission",
    ),
)


def sign_in_lines() -> list[str]:
    """Answer one line a role: who it is, the e-mail and the password."""
    shown: dict[str, str] = {}
    for account in ACCOUNTS:
        line = f"{account.title:<26} {account.email:<26} {PASSWORD}"
        shown.setdefault(account.role, line)
    return list(shown.values())
