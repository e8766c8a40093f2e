"""Refusals and states of permits in words, and the names that pages show."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from foundation import wording
from foundation.languages import both_languages, in_language
from mission.campaigns.models import Campaign, Pilgrim
from mission.permits.rules.bracelets import State
from mission.season.models import Camp

wording.register(
    {
        "bracelet_already_stopped": _(
            "Bracelet %(serial)s was stopped before. Look at the pilgrim's newest bracelet."
        ),
        "bracelet_not_suspended": _(
            "Bracelet %(serial)s is not suspended, so there is nothing to clear."
        ),
        "permit_not_in_force": _(
            "Permit %(permit)s is cancelled or over, so no bracelet may be made for it."
        ),
        "campaign_without_camp": _(
            "Campaign %(campaign)s has no camp yet. Give it one, then try again."
        ),
        "permit_value_missing": _(
            "The season's rule value “%(key)s” is missing or cannot be read. Enter it on the "
            "page of the rule values."
        ),
        "no_such_list": _("No list was published yet. It appears with the first bracelets."),
        "no_such_bracelet": _(
            "There is no such bracelet here. Check the serial that is printed on it."
        ),
        "kids_used_up": _("All 255 key numbers are used up. Call the developers."),
        "signing_key_elsewhere": _(
            "The private half of the signing key (%(usage)s, number %(kid)s) is not on this "
            "machine. Restore its file, or withdraw the key and let a new one be made."
        ),
        "season_over": _(
            "The bracelets of season %(season)s are over, so no key is made for them."
        ),
        "key_already_withdrawn": _("Key %(kid)s was withdrawn before."),
        "no_bracelets": _("No bracelet is in force. Issue some first."),
        "nothing_to_print": _(
            "Every bracelet stands on a sheet already. Tick “print again” to print them once "
            "more."
        ),
    }
)

STATES: dict[str, tuple[object, str]] = {
    State.ISSUED: (_("In force"), "good"),
    State.SUSPENDED: (_("Suspended"), "warn"),
    State.REVOKED: (_("Revoked"), "bad"),
    State.REPLACED: (_("Replaced"), "calm"),
}


def state_in_words(state: str | None) -> tuple[object, str]:
    """Answer the word and the colour of a bracelet's state; of None, that there is none."""
    return STATES[state] if state else (_("No bracelet yet"), "warn")


def campaign_name(campaign: Campaign) -> str:
    """Answer a campaign's name in the reader's language."""
    return in_language(campaign.name_ar, campaign.name_en)


def camp_name(camp: Camp) -> str:
    """Answer a camp's name in the reader's language."""
    return in_language(camp.name_ar, camp.name_en)


def pilgrim_names(pilgrim: Pilgrim) -> tuple[str, str]:
    """Answer a pilgrim's name in the reader's language, then in the other script."""
    return both_languages(pilgrim.person.name_ar, pilgrim.person.name_en)
