"""How the public's sign-in is said and shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.branding import mission_name
from foundation.numerals import format_number
from foundation.wording import register
from mission.accounts.models import Account
from mission.accounts.rules import CODE_LIFE
from mission.people.queries import masked

register(
    {
        "bad_national_id_typed": _(
            "A national id has 11 digits and begins with 2 or 3. Look at the card again."
        ),
        "account_mobile_differs": _(
            "Another mobile stands for this national id. Check who calls, then move the account"
            " to the new mobile."
        ),
        "account_reason_missing": _("Write how you recognised the person."),
        "no_such_account": _("There is no such account. Search by the national id again."),
        "passkey_refused": _(
            "This passkey was not accepted. Sign in with a code, or try the passkey again."
        ),
        "too_many_passkeys": _(
            "You have as many passkeys as one may have. Remove one that you no longer use."
        ),
        "no_such_passkey": _("This passkey is removed already."),
        "identity_refused": _(
            "The identity service did not confirm who you are. Try again, or call us."
        ),
    }
)


def code_text(code: str, language: str) -> str:
    """Answer the message that brings a code; short enough for one SMS in Arabic too."""
    with translation.override(language):
        return now_in_words(
            "%(code)s is your code for %(mission)s, for %(minutes)s minutes. Give it to nobody."
        ) % {
            "code": code,
            "mission": mission_name(),
            "minutes": int(CODE_LIFE.total_seconds()) // 60,
        }


def wait_sentence(wait: timedelta) -> str:
    """Say how long to wait for the next code."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    if minutes > 90:
        hours = -(-minutes // 60)
        return ngettext(
            "Too many codes were asked for. Try again in %(count)s hour, or call us.",
            "Too many codes were asked for. Try again in %(count)s hours, or call us.",
            hours,
        ) % {"count": format_number(hours)}
    return ngettext(
        "Too many codes were asked for. Try again in %(count)s minute, or call us.",
        "Too many codes were asked for. Try again in %(count)s minutes, or call us.",
        minutes,
    ) % {"count": format_number(minutes)}


def resend_sentence(wait: timedelta) -> str:
    """Say how long until another code may be asked for."""
    seconds = max(1, -(-int(wait.total_seconds() * 1000) // 1000))
    return ngettext(
        "The message may take a moment. You can ask for another code in %(count)s second.",
        "The message may take a moment. You can ask for another code in %(count)s seconds.",
        seconds,
    ) % {"count": format_number(seconds)}


def wrong_code_sentence(tries_left: int) -> str:
    """Say that a code was not right, and how often one may still try."""
    if not tries_left:
        return now_in_words("This code no longer holds. Ask for a new one below.")
    return ngettext(
        "This code is not right, or no longer holds. You may try %(count)s more time.",
        "This code is not right, or no longer holds. You may try %(count)s more times.",
        tries_left,
    ) % {"count": format_number(tries_left)}


def passkey_name(account: Account) -> str:
    """Answer how the holder's telephone names the passkey; never the whole national id."""
    return masked(account.national_id)


def account_row(account: Account) -> dict[str, Any]:
    """Answer what the staff see of an account: enough to recognise, not to copy."""
    return {
        "account": account,
        "national_id": masked(account.national_id),
        "mobile": masked(account.mobile),
    }
