"""Keep why each file has its outcome, when the result becomes public."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple
from uuid import UUID

from foundation.copying import copy_rows
from foundation.ids import uuid7
from mission.selection.models import Explanation, Round
from mission.selection.queries.files import entries_of_round, entry_keys
from mission.selection.queries.rounds import rules_of
from mission.selection.rules.draw import hold_draw
from mission.selection.rules.explaining import explain
from mission.selection.rules.seed import sha256_hex
from mission.selection.services.drawing import ResultDiffers

TABLE = Explanation._meta.db_table
COLUMNS = "id entry_id round_id looks".split()


def write_explanations(held: Round) -> None:
    """Draw once more from the frozen files, and keep what every pass said to each of them.

    The explanations are of the result that is published, or nothing is: raises ResultDiffers.
    """
    drawn = hold_draw(entries_of_round(held), rules_of(held), seed=held.draw.seed)
    if sha256_hex(drawn.as_csv()) != held.draw.result_sha256:
        raise ResultDiffers(number=held.number)
    keys = entry_keys(held)

    def rows() -> Iterator[tuple[object, ...]]:
        for place, (_reference, looks) in enumerate(explain(drawn)):
            said = json.dumps([astuple(look) for look in looks], ensure_ascii=False)
            entry = UUID(bytes=keys[32 * place : 32 * place + 16])
            yield uuid7(), entry, held.id, said

    copy_rows(TABLE, COLUMNS, rows())
