"""Pages of the public's sign-in, and of the staff who help with it."""

from mission.accounts.views.entering import account, code, resend, sign_in, sign_out
from mission.accounts.views.identity import identity_back, identity_start
from mission.accounts.views.moving import find_account, move
from mission.accounts.views.passkeys import (
    passkey_added,
    passkey_asked,
    passkey_new,
    passkey_offer,
    passkey_remove,
    passkey_used,
)

__all__ = [
    "account",
    "code",
    "find_account",
    "identity_back",
    "identity_start",
    "move",
    "passkey_added",
    "passkey_asked",
    "passkey_new",
    "passkey_offer",
    "passkey_remove",
    "passkey_used",
    "resend",
    "sign_in",
    "sign_out",
]
