"""The files of the public proof, written from the rows of a round."""

from __future__ import annotations

from pathlib import Path

from django.core.files.storage import default_storage

from foundation.copying import gathered
from mission.selection.models import ChanceKind, Draw, Freeze, Promotion, Proof, Round
from mission.selection.queries import rounds
from mission.selection.queries.files import entries_file
from mission.selection.queries.linked import linked_file
from mission.selection.rules.draw import RESULT_HEADER
from mission.selection.rules.promotions import PromotionLine, promotions_csv
from mission.selection.rules.proof import packed, with_readme
from mission.selection.rules.seed import Committed, commitments_json, seed_json, sha256_hex

_RESULT_LINES = """
SELECT o.outcome, o.place AS position,
    convert_to(
        concat_ws(',', e.reference, lower(o.outcome), o.place, o.share) || E'\\n', 'UTF8'
    ) AS line
FROM selection_outcome o JOIN selection_entry e
    ON (e.id, e.round_id, e.application_id) = (o.entry_id, o.round_id, o.application_id)
WHERE o.round_id = %s AND e.row_id IS NULL
UNION ALL
SELECT DISTINCT o.outcome, o.place AS position,
    convert_to(
        concat_ws(',', r.reference, lower(o.outcome), o.place, o.share) || E'\\n', 'UTF8'
    ) AS line
FROM selection_linkedrow r JOIN selection_entry e ON e.row_id = r.id
LEFT JOIN selection_outcome o
    ON (e.id, e.round_id, e.application_id) = (o.entry_id, o.round_id, o.application_id)
WHERE r.round_id = %s
"""
SHIPPED = Path(__file__).resolve().parents[1] / "templates" / "selection" / "proof"


def committed_of(selection_round: Round) -> list[Committed]:
    """Answer the lines of commitments.json as they stand."""
    return [
        Committed(
            member=one.member,
            sha256=one.sha256,
            is_struck=hasattr(one, "disclosure") and one.disclosure.is_struck,
        )
        for one in rounds.commitments(selection_round)
    ]


def revealed_secrets(selection_round: Round) -> list[str]:
    """Answer the secrets that count, in the order of commitments.json."""
    promises = rounds.commitments(selection_round)
    shown = [one.disclosure for one in promises if hasattr(one, "disclosure")]
    return [one.secret for one in shown if not one.is_struck]


def proof_files(
    selection_round: Round, *, entries: bytes | None = None, result: bytes | None = None
) -> dict[str, bytes]:
    """Answer the files of the ZIP by name, in its order. The draw must have been held.

    entries, result  entries.csv and result.csv where they are at hand; else they are written
                     from the rows
    """
    draw, linked = Draw.objects.get(round=selection_round), linked_file(selection_round)
    files = {
        "entries.csv": entries or entries_file(selection_round),
        "rules.json": rounds.rules_of(selection_round).as_bytes(),
        **({"linked.csv": linked} if linked else {}),
        "commitments.json": commitments_json(committed_of(selection_round)),
        "seed.json": seed_json(
            secrets=revealed_secrets(selection_round),
            public_randomness=draw.public_randomness,
            seed=draw.seed,
        ),
        "result.csv": result or result_file(selection_round),
    }
    facts = {
        "title": f"{selection_round.season.hijri_year}/{selection_round.number}",
        "chance": _chance(Freeze.objects.get(round=selection_round), draw),
    }
    template = (SHIPPED / "README.txt").read_text(encoding="utf-8")
    names = ["verify.py", "verify_linked.py"] if linked else ["verify.py"]
    programs = {name: (SHIPPED / name).read_bytes() for name in names}
    return with_readme(files, template=template, facts=facts, programs=programs)


def _chance(frozen: Freeze, draw: Draw) -> str:
    """Say what was named at the freeze, so that anyone can look it up."""
    if frozen.chance_kind == ChanceKind.DRAND:
        return f"drand quicknet, round {frozen.chance_name}, signature {draw.evidence}"
    return f"{frozen.chance_kind.lower()}: {frozen.chance_name}"


def proof_archive(
    selection_round: Round, *, entries: bytes | None = None, result: bytes | None = None
) -> bytes:
    """Answer the bytes of the ZIP; the same rows give the same bytes.

    entries, result  as ``proof_files`` takes them
    """
    return packed(proof_files(selection_round, entries=entries, result=result))


def result_file(selection_round: Round) -> bytes:
    """Answer the bytes of result.csv from the rows."""
    return b"".join([RESULT_HEADER, *result_pieces(selection_round)])


def result_pieces(selection_round: Round) -> list[bytes]:
    """Answer the lines of result.csv from the rows, in pieces of many lines."""
    order = 'outcome COLLATE "C", position'
    return gathered(_RESULT_LINES, order=order, given=[selection_round.id] * 2)


def promotion_lines(selection_round: Round) -> list[tuple[PromotionLine, str]]:
    """Answer what happened after the draw, line by line, each with its hash."""
    return [
        (
            PromotionLine(
                line=row.line,
                at=row.at,
                event=row.happening.lower(),
                reference=row.entry.reference,
                size=row.entry.size,
                share=row.share,
            ),
            row.sha256,
        )
        for row in selection_round.promotions.select_related("entry").order_by("line")
    ]


def newest_promotions(selection_round: Round, count: int) -> list[Promotion]:
    """Answer the newest lines of promotions.csv, the newest first."""
    lines = selection_round.promotions.select_related("entry").order_by("-line")
    return list(lines[:count])


def promotions_file(selection_round: Round) -> bytes:
    """Answer the bytes of promotions.csv."""
    return promotions_csv(promotion_lines(selection_round))


def proof_bytes(selection_round: Round) -> bytes:
    """Answer the ZIP as it was kept at its publication, or written again from the rows when
    the kept one is gone or is not what was published."""
    kept = Proof.objects.filter(round=selection_round).first()
    if kept is not None and default_storage.exists(kept.path):
        with default_storage.open(kept.path) as archive:
            data = bytes(archive.read())
        if sha256_hex(data) == kept.sha256:
            return data
    return proof_archive(selection_round)


def proof_name(selection_round: Round) -> str:
    """Answer under which name people save the proof."""
    return f"proof-{selection_round.season.hijri_year}-{selection_round.number}.zip"
