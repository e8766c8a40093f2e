"""Rules and states in sentences that a committee reads aloud."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from foundation import numerals
from mission.selection.rules import ceremony
from mission.selection.rules.ruleset import Rules, Share
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
}


SHARE_WORDS = {"elderly": gettext_lazy("elderly people")}


def share_word(name: str) -> str:
    """Answer a share's name in the reader's language, where it is one of the usual ones."""
    return str(SHARE_WORDS.get(name, name))


def member_name(member: object) -> str:
    """Answer a member's name in the reader's language."""
    if not isinstance(member, StaffMember):
        return ""
    names = (member.name_en, member.name_ar)
    first, second = names if get_language() == "en" else names[::-1]
    return first or second


def state_tag(state: str) -> dict[str, str]:
    """Answer a round's state as a word with its shade."""
    word, shade = STATE_WORDS[state]
    return {"word": str(word), "shade": shade}


def order_words(keys: Sequence[str]) -> str:
    """Say an order: its keys one after the other."""
    then = _(", then ")
    return then.join(str(KEY_WORDS[key]) for key in keys)


def rule_sentences(rules: Rules) -> list[str]:
    """Say a set of rules, in the order in which they work."""
    seats = ngettext(
        "There is %(seats)s seat in all.", "There are %(seats)s seats in all.", rules.quota
    ) % {"seats": numerals.format_number(rules.quota)}
    whole = _("A file is taken whole or not at all, and counts with all its persons.")
    said = [seats, whole]
    said += [_share_sentence(share) for share in rules.shares_when("before")]
    said.append(_("General pool: %(order)s.") % {"order": order_words(rules.general)})
    said.append(str(LAST_SEAT_WORDS[rules.last_seat]))
    said += [_share_sentence(share) for share in rules.shares_when("after")]
    if rules.last_seat != "stop":
        said.append(
            _("Seats that are left go to everyone still waiting, in the general order.")
        )
    return said


def _share_sentence(share: Share) -> str:
    facts = {
        "share": share_word(share.name),
        "seats": numerals.format_number(share.seats),
        "order": order_words(share.order),
    }
    if share.when == "before":
        return (
            ngettext(
                "First, %(seats)s seat is reserved for the share “%(share)s”, %(order)s; who "
                "would win anyway counts towards it.",
                "First, %(seats)s seats are reserved for the share “%(share)s”, %(order)s; who "
                "would win anyway counts towards them.",
                share.seats,
            )
            % facts
        )
    return (
        ngettext(
            "After the general pool, %(seats)s seat more goes to the share “%(share)s”, "
            "%(order)s.",
            "After the general pool, %(seats)s seats more go to the share “%(share)s”, "
            "%(order)s.",
            share.seats,
        )
        % facts
    )
