"""Who has what chance by a round's rules, simulated once and kept for who looks later."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foundation import journal
from foundation.progress import QUIET, Progress
from foundation.scoping import Actor
from mission.selection import access, queries
from mission.selection.events import ChancesSimulated
from mission.selection.models import Round, Simulation
from mission.selection.services.freezing import NothingEligible


def simulate_chances(
    *, selection_round: Round, by: Actor, at: datetime, progress: Progress = QUIET
) -> Simulation:
    """Simulate many draws of a round and keep what they say; the round itself stays untouched.

    One that stands for the same files and rules already is answered as it is. What changes
    while it runs leaves it old from the start. Raises NothingEligible, PermissionRefused.
    """
    access.check_may_simulate(by=by)
    basis, newest = queries.basis_of(selection_round), queries.simulation_of(selection_round)
    if newest is not None and newest.basis == basis:
        return newest
    found = queries.fairness_of(selection_round, progress=progress)
    if found is None:
        raise NothingEligible(season=selection_round.season.hijri_year)
    with transaction.atomic():
        kept = Simulation.objects.create(
            round=selection_round,
            basis=basis,
            draws=found.draws,
            files=found.files,
            chances={
                name: [[one.group, one.files, one.mean, one.low, one.high] for one in groups]
                for name, groups in found.chances.items()
            },
            at=at,
            by=by.label,
        )
        simulated = ChancesSimulated(
            round=selection_round.id, draws=found.draws, files=found.files
        )
        journal.record(simulated, by=by, at=at)
    progress.finish()
    return kept
