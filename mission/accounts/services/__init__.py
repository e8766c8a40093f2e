"""Writes of the public's accounts: the way in by code, passkey or identity service; moving."""

from mission.accounts.services.accounts import move_mobile, open_for_caller
from mission.accounts.services.codes import (
    Begun,
    Proved,
    begin_sign_in,
    forget_old_sign_ins,
    issue_code,
    prove_code,
)
from mission.accounts.services.identity import (
    Asking,
    IdentityRefused,
    ask_identity,
    sign_in_by_identity,
)
from mission.accounts.services.passkeys import (
    Asked,
    PasskeyRefused,
    Site,
    add_passkey,
    passkey_to_add,
    passkey_to_use,
    remove_passkey,
    sign_in_by_passkey,
)

__all__ = [
    "Asked",
    "Asking",
    "Begun",
    "IdentityRefused",
    "PasskeyRefused",
    "Proved",
    "Site",
    "add_passkey",
    "ask_identity",
    "begin_sign_in",
    "forget_old_sign_ins",
    "issue_code",
    "move_mobile",
    "open_for_caller",
    "passkey_to_add",
    "passkey_to_use",
    "prove_code",
    "remove_passkey",
    "sign_in_by_identity",
    "sign_in_by_passkey",
]
