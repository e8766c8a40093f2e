"""The database refuses what no service would write."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from mission.selection import services
from mission.selection.models import (
    Commitment,
    Disclosure,
    Draw,
    Entry,
    Freeze,
    Outcome,
    Promotion,
    Proof,
    RoundStatus,
    RuleSet,
)
from tests.selection.rounds import behind_the_program

pytestmark = pytest.mark.django_db


def refuses(name, act):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


@pytest.mark.parametrize(
    "model", [RoundStatus, RuleSet, Commitment, Disclosure, Freeze, Entry, Outcome, Proof]
)
def test_what_was_written_is_neither_changed_nor_deleted(ceremony, files, model):
    ceremony.until("publish")
    rows, key = model.objects.order_by(), model._meta.pk.name

    refuses("append-only", lambda: rows.update(**{key: F(key)}))
    refuses("append-only", lambda: rows._raw_delete(connection.alias))


def test_lines_of_promotions_are_neither_changed_nor_deleted(ceremony, files, amina, at):
    held = ceremony.until("publish")
    reference = Entry.objects.first().reference
    services.vacate_place(
        selection_round=held, reference=reference, how="WITHDRAWN", reason="", by=amina, at=at
    )

    refuses("append-only", lambda: Promotion.objects.update(reason="another"))
    refuses("append-only", lambda: Promotion.objects.all().delete())


def test_a_draw_gets_its_result_once_and_keeps_its_chance(ceremony, files):
    ceremony.until("chance")
    for column in ("public_randomness", "evidence", "seed"):
        change = {column: "0" * 64}
        refuses("append-only", lambda change=change: Draw.objects.update(**change))
    ceremony.draw()

    refuses("append-only", lambda: Draw.objects.update(result_sha256="0" * 64))
    refuses("append-only", lambda: Draw.objects.all().delete())


def test_a_state_is_reached_once_and_in_its_place(ceremony, files, at):
    held = ceremony.until("open")
    row = {"round": held, "at": at, "by": "x"}

    refuses(
        "round_state_once",
        lambda: held.statuses.model.objects.create(place=1, state="COMMITTING", **row),
    )
    refuses(
        "round_state_in_its_place",
        lambda: held.statuses.model.objects.create(place=4, state="FROZEN", **row),
    )


def test_a_member_promises_once_and_by_a_hash(ceremony, files, at):
    held = ceremony.until("commit")
    first = Commitment.objects.first()

    refuses(
        "commitment_once_a_member",
        lambda: Commitment.objects.create(
            round=held, place=9, member="X", holder=first.holder, sha256="0" * 64, at=at
        ),
    )
    refuses(
        "commitment_is_sha256",
        lambda: Commitment.objects.create(
            round=held, place=9, member="X", holder="x", sha256="secret", at=at
        ),
    )


def test_a_secret_is_shown_or_struck_not_both(ceremony, files, at):
    ceremony.until("freeze")
    promise = Commitment.objects.first()

    for secret, is_struck in (("known", True), ("", False)):
        refuses(
            "disclosure_shown_or_struck",
            lambda secret=secret, is_struck=is_struck: Disclosure.objects.create(
                commitment=promise, secret=secret, is_struck=is_struck, at=at, by="x"
            ),
        )


def test_chance_comes_after_the_freeze(ceremony, files):
    frozen = ceremony.until("freeze").freeze
    frozen.chance_at = frozen.at - timedelta(seconds=1)

    with behind_the_program():
        refuses("freeze_before_chance", frozen.save)


def test_a_file_is_in_a_round_once_and_counts_from_one(ceremony, files):
    ceremony.until("freeze")
    entry = Entry.objects.first()

    refuses(
        "entry_once_a_round",
        lambda: Entry.objects.create(
            round=entry.round, application=entry.application, reference=entry.reference,
            size=1, tier=1, tickets=1, queue=1, age_days=1,
        ),
    )  # fmt: skip
    with behind_the_program():
        refuses(
            "entry_counts_from_one", lambda: Entry.objects.filter(id=entry.id).update(size=0)
        )


def test_a_place_is_taken_once_and_waiting_has_no_share(ceremony, files):
    ceremony.until("draw")
    waiting = Outcome.objects.filter(outcome="WAITING").order_by("place")

    first, second = waiting[0].entry, waiting[1].entry
    with behind_the_program():
        refuses(
            "outcome_place_unique", lambda: Outcome.objects.filter(entry=second).update(place=1)
        )
        refuses(
            "outcome_waiting_no_share",
            lambda: Outcome.objects.filter(entry=first).update(share="elderly"),
        )


def test_a_file_leaves_once_and_moves_up_once(ceremony, files, at):
    held = ceremony.until("publish")
    entry = Entry.objects.first()
    row = {"round": held, "entry": entry, "sha256": "0" * 64, "at": at, "by": "x"}
    Promotion.objects.create(line=1, happening="WITHDRAWN", **row)
    Promotion.objects.create(line=2, happening="PROMOTED", **row)

    refuses(
        "vacation_once", lambda: Promotion.objects.create(line=3, happening="LAPSED", **row)
    )
    refuses(
        "promotion_once", lambda: Promotion.objects.create(line=3, happening="PROMOTED", **row)
    )
    refuses(
        "promotion_line_unique",
        lambda: Promotion.objects.create(line=2, happening="LAPSED", **row),
    )
