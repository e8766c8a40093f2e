"""Rules and states in sentences that a committee reads aloud."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.languages import in_language
from mission.selection.rules import ceremony
from mission.staff.models import StaffMember

STATE_WORDS = {
    ceremony.DRAFT: (gettext_lazy("Being prepared"), "calm"),
    ceremony.COMMITTING: (gettext_lazy("Secrets are being promised"), "warn"),
    ceremony.FROZEN: (gettext_lazy("Frozen, secrets are being shown"), "warn"),
    ceremony.REVEALED: (gettext_lazy("Waits for chance"), "warn"),
    ceremony.DRAWN: (gettext_lazy("Drawn, not yet published"), "warn"),
    ceremony.PUBLISHED: (gettext_lazy("Published"), "good"),
}

KEY_WORDS = {
    "tier": gettext_lazy("by tier, the first tier first"),
    "-tier": gettext_lazy("by tier, the last tier first"),
    "number": gettext_lazy("by lot, the smallest number first"),
    "-number": gettext_lazy("by lot, the largest number first"),
    "queue": gettext_lazy("by registration, who came first is first"),
    "-queue": gettext_lazy("by registration, who came last is first"),
    "age_days": gettext_lazy("by the lead applicant's age, the youngest first"),
    "-age_days": gettext_lazy("by the lead applicant's age, the eldest first"),
}

LAST_SEAT_WORDS = {
    "skip": gettext_lazy(
        "In the general pool a file that is larger than the seats left is passed over; "
        "a smaller file after it may still be taken."
    ),
    "stop": gettext_lazy(
        "In the general pool nobody overtakes: at the first file that is larger than the seats "
        "left the pool closes, and no seat is shared out afterwards."
    ),
    "exceed": gettext_lazy(
        "In the general pool the first file that is larger than the seats left is taken whole, "
        "above the quota, and then the pool closes."
    ),
    "accept": gettext_lazy(
        "In the general pool the next file is taken whole while a seat is left, the last one "
        "even above the quota; then the pool closes."
    ),
}


SHARE_WORDS = {
    "elderly": gettext_lazy("elderly people"),
    "women": gettext_lazy("women without mahram"),
    "refused": gettext_lazy("refused before"),
    "hardship": gettext_lazy("hardship cases"),
    "low_paid": gettext_lazy("low-paid workers"),
    "citizens": gettext_lazy("citizens"),
    "residents": gettext_lazy("residents"),
}


def share_word(name: str) -> str:
    """Answer the name of a share or part in the reader's language, where it is a usual one."""
    return str(SHARE_WORDS.get(name, name))


def member_name(member: object) -> str:
    """Answer a member's name in the reader's language."""
    if not isinstance(member, StaffMember):
        return ""
    return in_language(member.name_ar, member.name_en)


def both_names(member: object) -> str:
    """Answer a member's names in Arabic and English, as an official record has them."""
    if not isinstance(member, StaffMember):
        return ""
    return " · ".join(name for name in (member.name_ar, member.name_en) if name)


def state_tag(state: str) -> dict[str, str]:
    """Answer a round's state as a word with its shade."""
    word, shade = STATE_WORDS[state]
    return {"word": str(word), "shade": shade}


def order_words(keys: Sequence[str]) -> str:
    """Say an order: its keys one after the other."""
    then = _(", then ")
    return then.join(str(KEY_WORDS[key]) for key in keys)
