"""Gates are opened in the fence of a camp."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from foundation import journal
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.gates import access
from mission.gates.events import GateOpened
from mission.gates.models import Gate, Way
from mission.season.models import Camp


class GateCodeTaken(Refusal):
    """Another gate of the season has this code."""

    code = "gate_code_taken"


@transaction.atomic
def open_gate(
    *,
    camp: Camp,
    code: str,
    names: tuple[str, str],
    way: Way = Way.BOTH,
    by: Actor,
    at: datetime,
) -> Gate:
    """Open a gate of a camp.

    names  Arabic, English
    Raises PermissionRefused, GateCodeTaken.
    """
    access.check_may_manage_devices(by=by)
    try:
        with transaction.atomic():
            gate = Gate.objects.create(
                season_id=camp.season_id,
                camp=camp,
                code=code,
                name_ar=names[0],
                name_en=names[1],
                way=way,
                opened_at=at,
            )
    except IntegrityError as taken:
        raise GateCodeTaken(gate=code) from taken
    journal.record(GateOpened(gate=gate.id, code=code, camp=camp.id), by=by, at=at)
    return gate
