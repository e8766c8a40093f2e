"""Every bracelet tried at gates: where it opens, where it does not, and what forgers bring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from foundation.cose import base45
from foundation.ids import uuid7
from foundation.progress import QUIET, Progress
from foundation.scoping import Actor
from mission.gates import services as gates
from mission.gates.models import Gate
from mission.gates.queries import posts
from mission.gates.rules.decision import Direction
from mission.gates.rules.scan import PresentedScan
from mission.permits import queries as permits
from mission.permits import services as issuing
from mission.permits.rules.credential import PREFIX, Credential, write_credential
from mission.season import queries as seasons
from mission.season.models import Camp, Season

# How many forged and how many revoked bracelets are tried.
TRIED = 100


@dataclass(frozen=True)
class Worn:
    """A bracelet on a wrist, and what its credential claims."""

    serial: str
    pilgrim: str
    credential: str
    claims: Credential


class Rehearsal:
    """All gates of a season at one moment, and what they answered."""

    def __init__(self, season: Season, *, by: Actor, at: datetime) -> None:
        """Open a gate at every camp that has none."""
        self.season, self.by, self.at = season, by, at
        self.posts = {
            camp.number: posts.post_at(gate_at(camp, by=by, at=at))
            for camp in seasons.camps(season)
        }
        self.admissions: list[dict[str, Any]] = []

    def run(self, *, progress: Progress = QUIET) -> dict[str, dict[str, int]]:
        """Try every bracelet at its camp, elsewhere and twice; then forged and revoked ones."""
        worn = worn_bracelets(self.season)
        forged = [
            forge(bracelet, by_stranger=place % 2 == 0)
            for place, bracelet in enumerate(worn[:TRIED])
        ]
        progress.start(3 * len(worn) + len(forged) + len(worn[:TRIED]))
        self._try("own_camp", worn, own=True, progress=progress)
        self._try("other_camp", worn, own=False, progress=progress)
        self._try("twice", worn, own=True, progress=progress)
        self._try("forged", forged, own=True, progress=progress)
        issuing.revoke_bracelets(
            season=self.season,
            serials=[bracelet.serial for bracelet in worn[:TRIED]],
            reason="LOST",
            by=self.by,
            at=self.at,
        )
        self._try("revoked", worn[:TRIED], own=True, progress=progress)
        progress.finish()
        return self.counts()

    def counts(self) -> dict[str, dict[str, int]]:
        """Answer case → verdict → how many."""
        table: dict[str, Counter[str]] = {}
        for admission in self.admissions:
            table.setdefault(admission["case"], Counter())[admission["code"]] += 1
        return {case: dict(counter) for case, counter in table.items()}

    def _try(self, case: str, worn: Sequence[Worn], *, own: bool, progress: Progress) -> None:
        for number, post in self.posts.items():
            here = [one for one in worn if self._gate_of(one, own=own) == number]
            scans = [
                PresentedScan(
                    id=uuid7(),
                    credential=one.credential,
                    direction=Direction.IN,
                    scanned_at=self.at,
                )
                for one in here
            ]
            answers = gates.admit_many(
                post=post, scans=scans, by=self.by, at=self.at, progress=progress
            )
            self._note(case, post.gate_code, zip(here, answers, strict=True))

    def _note(
        self, case: str, gate: str, answered: Iterable[tuple[Worn, gates.Answer]]
    ) -> None:
        for bracelet, answer in answered:
            scan = answer.scan
            if scan is None:
                raise RuntimeError(f"scan {answer.scan_id} was answered without a verdict")
            self.admissions.append(
                {
                    "case": case,
                    "serial": bracelet.serial,
                    "pilgrim": bracelet.pilgrim,
                    "gate": gate,
                    "admitted": scan.is_admitted,
                    "code": scan.code,
                }
            )

    def _gate_of(self, bracelet: Worn, *, own: bool) -> int | None:
        fitting = [number for number in self.posts if (number in bracelet.claims.camps) is own]
        return fitting[0] if fitting else None


def gate_at(camp: Camp, *, by: Actor, at: datetime) -> Gate:
    """Answer the first gate of a camp; open it where there is none."""
    code = f"{camp.code}-a"
    try:
        return posts.gate_by_code(camp.season, code)
    except posts.NoSuchGate:
        names = (f"بوابة {camp.name_ar}", f"{camp.name_en} gate")
        return gates.open_gate(camp=camp, code=code, names=names, by=by, at=at)


def worn_bracelets(season: Season) -> list[Worn]:
    """Answer every bracelet of the season with what its credential claims, by serial."""
    keys = permits.trusted_keys()
    worn = []
    for row in permits.bracelet_rows(season):
        credential = permits.read_credential(row.credential, keys)
        if not isinstance(credential, permits.Credential):
            raise RuntimeError(f"bracelet {row.serial} does not read back: {credential}")
        worn.append(Worn(row.serial, row.pilgrim, row.credential, credential))
    return worn


def forge(bracelet: Worn, *, by_stranger: bool) -> Worn:
    """Copy a bracelet: its claims signed by a stranger's key, or one bit changed."""
    if by_stranger:
        stranger = Ed25519PrivateKey.generate()
        claims = bracelet.claims
        text = write_credential(claims, kid=claims.kid, signer=stranger.sign)
    else:
        message = bytearray(base45.decode(bracelet.credential.removeprefix(PREFIX)))
        message[-1] ^= 1
        text = PREFIX + base45.encode(bytes(message))
    return replace(bracelet, credential=text)
