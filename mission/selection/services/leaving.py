"""Files leave their places, and the first waiting files that fit take the seats.

This is the one way in which seats of a published round change hands, whoever asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from foundation import journal
from foundation.refusals import NotFound, Refusal
from foundation.scoping import Actor
from mission.selection import queries
from mission.selection.events import FilePromoted, OfferLapsed, SeatVacated
from mission.selection.models import (
    Draw,
    Entry,
    Happening,
    Offer,
    OfferStep,
    Outcome,
    OutcomeKind,
    Promotion,
    Round,
)
from mission.selection.queries.linked import linked_files
from mission.selection.queries.offers import facts_of, terms_of
from mission.selection.queries.outcomes import seated_persons
from mission.selection.rules.offers import check_lapsable
from mission.selection.rules.promotions import PromotionLine, Vacancy, WaitingList, chained
from mission.selection.services.offering import NotOffered, Offered, make_offers


class NotInRound(NotFound):
    """The round has no such file."""

    code = "not_in_round"


class PlaceAlreadyLeft(Refusal):
    """The file withdrew, or its approval lapsed, already."""

    code = "place_already_left"


@dataclass(frozen=True)
class Leaving:
    """How files leave: of their own wish, or because they did not accept in time."""

    how: Happening
    reason: str = ""


def leave_places(
    held: Round, references: Iterable[str], leaving: Leaving, *, by: Actor, at: datetime
) -> list[Promotion]:
    """Take files out of a round one after the other, the seats of each given on before the
    next; answer the new lines. The round must be locked.

    One after the other, so that it makes no difference whether they left in one go or apart.
    Raises NotInRound, PlaceAlreadyLeft, NotOffered, OfferStillOpen, OfferWasAccepted.
    """
    aftermath = _Aftermath(held, by=by, at=at)
    for reference in references:
        aftermath.leave(reference, leaving)
    aftermath.offer_to_promoted()
    return aftermath.lines


class _Aftermath:
    """What happens to a locked round at one moment: its new lines, and the seats left free."""

    def __init__(self, held: Round, *, by: Actor, at: datetime) -> None:
        self.held, self.by, self.at = held, by, at
        self.lines: list[Promotion] = []
        self._rules, self._terms = queries.rules_of(held), terms_of(held.season)
        self._last = held.promotions.order_by("-line").first()
        self._free = self._rules.quota - seated_persons(held)
        # What was free before counts only while no later round was opened, which then got it,
        # and not where strata leave their seats free.
        later = Round.objects.filter(season_id=held.season_id, number__gt=held.number)
        leaves_free = bool(self._rules.strata) and self._rules.left == "free"
        self._is_shared = not later.exists() and not leaves_free
        self._promoted: list[Offered] = []

    def leave(self, reference: str, leaving: Leaving) -> None:
        entry, share, is_seated = _standing(self.held, reference)
        self._close_offer(entry, leaving)
        self._write(entry, (leaving.how, share), reason=leaving.reason)
        vacated = SeatVacated(
            round=self.held.id,
            application=entry.application_id,
            reference=reference,
            how=leaving.how,
        )
        journal.record(vacated, by=self.by, at=self.at)
        if is_seated:
            self._free += entry.size
        else:
            self._waiting.drop(reference)
            if entry.row_id is None:
                return
            # Linked files that wait with fewer persons may fit into what was free before.
        if self._terms.is_giving(self.at):
            freed = entry.size if is_seated else 0
            self._promote(Vacancy(freed, share, entry.stratum))

    def offer_to_promoted(self) -> None:
        """Offer every file that moved up its seats, with its own days to accept."""
        if self._promoted:
            make_offers(self.held, self._promoted, is_promoted=True, by=self.by, at=self.at)

    @cached_property
    def _waiting(self) -> WaitingList:
        return WaitingList(
            queries.entries_of_round(self.held),
            self._rules,
            seed=Draw.objects.get(round=self.held).seed,
            waiting=queries.waiting_references(self.held),
            linked=linked_files(self.held),
        )

    def _close_offer(self, entry: Entry, leaving: Leaving) -> None:
        """Lock the file's offer against an acceptance at the same moment, and end it."""
        offer = Offer.objects.select_for_update().filter(entry=entry).first()
        if offer is None:
            if leaving.how == Happening.LAPSED:
                raise NotOffered(application=str(entry.application_id))
            return
        if leaving.how == Happening.LAPSED:
            check_lapsable(facts_of(offer), at=self.at)
            lapsed = OfferLapsed(
                round=self.held.id,
                application=entry.application_id,
                reference=entry.reference,
                until=offer.until,
            )
            journal.record(lapsed, by=self.by, at=self.at)
        OfferStep.objects.create(
            offer=offer,
            kind=leaving.how.value,
            reason=leaving.reason[:200],
            at=self.at,
            by=self.by.label,
        )

    def _promote(self, freed: Vacancy) -> None:
        seats = max(0, self._free if self._is_shared else min(self._free, freed.seats))
        if not seats:
            return
        for reference, name in self._waiting.take(replace(freed, seats=seats)):
            entry = Entry.objects.get(round=self.held, reference=reference)
            self._free -= entry.size
            self._write(entry, (Happening.PROMOTED, name), reason="")
            promoted = FilePromoted(
                round=self.held.id,
                application=entry.application_id,
                reference=reference,
                share=name,
            )
            journal.record(promoted, by=self.by, at=self.at)
            self._promoted.append(Offered(entry.id, entry.application_id, reference))

    def _write(self, entry: Entry, step: tuple[Happening, str], *, reason: str) -> None:
        """Write the next line of the chain."""
        happening, share = step
        line = PromotionLine(
            line=self._last.line + 1 if self._last else 1,
            at=self.at,
            event=happening.value.lower(),
            reference=entry.reference,
            size=entry.size,
            share=share,
        )
        before = self._last.sha256 if self._last else _result_sha256(self.held)
        self._last = Promotion.objects.create(
            round=self.held,
            entry=entry,
            line=line.line,
            happening=happening,
            share=share,
            reason=reason[:200],
            sha256=chained(before, line),
            at=self.at,
            by=self.by.label,
        )
        self.lines.append(self._last)


def _result_sha256(held: Round) -> str:
    return Draw.objects.get(round=held).result_sha256


def _standing(held: Round, reference: str) -> tuple[Entry, str, bool]:
    """Answer a file that is still in the result, its share, and whether it holds seats."""
    entry = Entry.objects.filter(round=held, reference=reference).first()
    if entry is None:
        raise NotInRound(reference=reference)
    newest = entry.promotions.order_by("-line").first()
    if newest is None:
        drawn = Outcome.objects.get(entry=entry)
        return entry, drawn.share, drawn.outcome == OutcomeKind.SELECTED
    if newest.happening != Happening.PROMOTED:
        raise PlaceAlreadyLeft(reference=reference)
    return entry, newest.share, True
