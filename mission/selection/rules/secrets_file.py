"""Reads the file of members' secrets that a ceremony without the pages brings along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from foundation.refusals import Refusal
from mission.selection.rules.canonical import parse_json
from mission.selection.rules.seed import check_revealed, commitment_to


class BadSecretsFile(Refusal):
    """The file of secrets is not of the documented shape; ``place`` counts from 1."""

    code = "bad_secrets_file"
    status = 422


@dataclass(frozen=True)
class BroughtSecret:
    """One member's secret; a struck one counts as promised and never shown."""

    member: str
    secret: str
    sha256: str
    is_struck: bool = False


def read_secrets(data: bytes) -> list[BroughtSecret]:
    """Read a list of ``{"member": …, "secret": …}``, with ``"struck": true`` where it applies.

    A struck one may bring ``sha256`` instead of its secret. A plain list of texts and an object
    of member → secret are read as well. Order is kept.
    Raises BadSecretsFile, NotCanonical, BadSecret, SecretDiffers.
    """
    value = parse_json(data)
    if isinstance(value, Mapping) and set(value) == {"secrets"}:
        value = value["secrets"]
    if isinstance(value, Mapping):
        value = [{"member": member, "secret": secret} for member, secret in value.items()]
    if not isinstance(value, list) or not value:
        raise BadSecretsFile(place=0)
    brought = [_read(one, place) for place, one in enumerate(value, start=1)]
    if len({one.member for one in brought}) != len(brought):
        raise BadSecretsFile(place=len(brought))
    return brought


def _read(one: Any, place: int) -> BroughtSecret:
    given = {"member": f"Member {place}", "secret": one} if isinstance(one, str) else one
    if not isinstance(given, Mapping) or set(given) - {"member", "secret", "sha256", "struck"}:
        raise BadSecretsFile(place=place)
    member, secret = given.get("member", f"Member {place}"), given.get("secret", "")
    sha256, is_struck = given.get("sha256", ""), given.get("struck", False)
    texts = (member, secret, sha256)
    if not all(isinstance(text, str) for text in texts) or not isinstance(is_struck, bool):
        raise BadSecretsFile(place=place)
    if not member.strip() or not (secret or (is_struck and sha256)):
        raise BadSecretsFile(place=place)
    promised = sha256 or commitment_to(secret)
    if secret:
        check_revealed(secret, sha256=promised, member=member)
    return BroughtSecret(member.strip(), secret, promised, is_struck)
