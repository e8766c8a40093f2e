"""What is added to a published result: signed lines, each bound to the one before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256

from foundation.refusals import Refusal
from mission.selection.rules.canonical import canonical_json

GRANTED, WITHDRAWN, EXPLAINED = "GRANTED", "WITHDRAWN", "EXPLAINED"
KINDS = (GRANTED, WITHDRAWN, EXPLAINED)
LONGEST_TEXT = 2000
BREAKS = re.compile(r"[\s,،;؛]+")


class BadAmendment(Refusal):
    """An amendment without its texts in both languages, of no known kind, or of no file."""

    code = "bad_amendment"
    status = 422


class AmendmentOutside(Refusal):
    """An amendment names a file that was not in this round's draw."""

    code = "amendment_outside"
    status = 422


@dataclass(frozen=True)
class Wording:
    """What an amendment says.

    kind        GRANTED (a seat outside the draw), WITHDRAWN, or EXPLAINED (nothing changes)
    references  the files concerned, in the order given
    """

    kind: str
    references: tuple[str, ...]
    text_ar: str
    text_en: str


@dataclass(frozen=True)
class AmendmentLine:
    """One line of amendments.jsonl before it is signed.

    previous  the SHA-256 of the line before; of result.csv before the first line
    key       the public key of its signature, 64 hex digits
    """

    line: int
    at: datetime
    wording: Wording
    previous: str
    key: str

    def signed_bytes(self) -> bytes:
        """Return the canonical JSON that is hashed and signed."""
        told = asdict(self.wording)
        return canonical_json(
            {
                "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "key": self.key,
                "kind": told["kind"].lower(),
                "line": self.line,
                "previous": self.previous,
                "references": list(told["references"]),
                "text_ar": told["text_ar"],
                "text_en": told["text_en"],
            }
        )

    @property
    def digest(self) -> str:
        """Return the SHA-256 to which the next line is bound."""
        return sha256(self.signed_bytes()).hexdigest()


def split_references(text: str) -> tuple[str, ...]:
    """Return the references that somebody typed, one after the other, each once."""
    parts = (part.strip().upper() for part in BREAKS.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))


def check_wording(wording: Wording) -> None:
    """Refuse an amendment that does not say what it is, of whom, and why.

    Raises BadAmendment.
    """
    texts = (wording.text_ar, wording.text_en)
    is_said = all(text.strip() and len(text) <= LONGEST_TEXT for text in texts)
    if wording.kind not in KINDS or not wording.references or not is_said:
        raise BadAmendment(kind=wording.kind)


def amendments_file(lines: Iterable[tuple[bytes, str]]) -> bytes:
    """Return amendments.jsonl: for each line its signed text and, in hex, its signature."""
    return b"".join(
        canonical_json({"signature": signature, "signed": signed.decode()}) + b"\n"
        for signed, signature in lines
    )


def unknown_references(wording: Wording, known: Sequence[str]) -> list[str]:
    """Return the references of an amendment that were not in the draw."""
    return [one for one in wording.references if one not in set(known)]
