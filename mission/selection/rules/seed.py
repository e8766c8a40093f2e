"""From frozen files, revealed secrets and public chance to the one seed of a draw."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from foundation.refusals import Refusal
from mission.selection.rules.canonical import canonical_json

DOMAIN = "rifada-draw-1"
LINKED_DOMAIN = "rifada-draw-2"  # where linked.csv is one of the files
LONGEST_TEXT = 2000
ONE_LINE = re.compile(r"[^\x00-\x1f\x7f\u0085\u2028\u2029]+")


class BadSecret(Refusal):
    """A secret that is empty, too long, or more than one line."""

    code = "bad_secret"
    status = 422


class BadRandomness(Refusal):
    """Public randomness that is empty, too long, or more than one line."""

    code = "bad_randomness"
    status = 422


class SecretDiffers(Refusal):
    """The revealed secret is not the one whose hash was committed."""

    code = "secret_differs"


@dataclass(frozen=True)
class Committed:
    """One line of commitments.json: who promised which secret, and whether it was struck."""

    member: str
    sha256: str
    is_struck: bool = False


def sha256_hex(*pieces: bytes) -> str:
    """Return the SHA-256 of some bytes, in one piece or more, as 64 lower-case hex digits."""
    state = hashlib.sha256()
    for piece in pieces:
        state.update(piece)
    return state.hexdigest()


def commitment_to(secret: str) -> str:
    """Return the hash that a member publishes before the freeze. Raises BadSecret."""
    return sha256_hex(checked_secret(secret).encode())


def checked_secret(secret: str) -> str:
    """Return the secret unchanged when it is one line of text. Raises BadSecret."""
    if not _is_one_line(secret):
        raise BadSecret(length=len(secret))
    return secret


def checked_randomness(text: str) -> str:
    """Return the public randomness without spaces around it. Raises BadRandomness."""
    bare = text.strip()
    if not _is_one_line(bare):
        raise BadRandomness(length=len(bare))
    return bare


def check_revealed(secret: str, *, sha256: str, member: str) -> None:
    """Refuse a secret whose hash is not the committed one. Raises SecretDiffers, BadSecret."""
    if commitment_to(secret) != sha256:
        raise SecretDiffers(member=member)


def seed_of(
    *,
    entries_sha256: str,
    rules_sha256: str,
    linked_sha256: str = "",
    secrets: Iterable[str],
    public_randomness: str,
) -> str:
    """Return the seed: SHA-256 over the lines of section 3, as 64 lower-case hex digits.

    linked_sha256  empty where no files are linked
    secrets        those that are not struck, in the order of commitments.json
    """
    domain = LINKED_DOMAIN if linked_sha256 else DOMAIN
    hashes = (entries_sha256, rules_sha256, *filter(None, [linked_sha256]))
    lines = (domain, *hashes, *secrets, public_randomness)
    return sha256_hex("".join(f"{line}\n" for line in lines).encode())


def commitments_json(committed: Sequence[Committed]) -> bytes:
    """Return the bytes of commitments.json, in the order given."""
    return canonical_json([_line(one) for one in committed])


def seed_json(*, secrets: Sequence[str], public_randomness: str, seed: str) -> bytes:
    """Return the bytes of seed.json."""
    return canonical_json(
        {"public_randomness": public_randomness, "secrets": list(secrets), "seed": seed}
    )


def _line(one: Committed) -> dict[str, object]:
    line: dict[str, object] = {"member": one.member, "sha256": one.sha256}
    return line | {"struck": True} if one.is_struck else line


def _is_one_line(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return len(text) <= LONGEST_TEXT and ONE_LINE.fullmatch(text) is not None
