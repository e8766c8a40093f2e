"""What the database itself refuses, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from mission.permits.models import (
    BraceletSeries,
    BraceletStatus,
    Permit,
    PermitStatus,
    PrintBatch,
    PrintedBracelet,
    PublishedList,
    SigningKey,
)


def copy_of(row, **changes):
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    fields.pop("id")
    return type(row)(**fields | changes)


def refused(name, row):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)


def test_permits(permitted, at):
    permit = Permit.objects.first()

    refused("permit_number_unique", copy_of(permit, generation=2))
    refused("permit_generation_unique", copy_of(permit, number="other"))
    refused(
        "permit_valid_from_before_until",
        copy_of(permit, number="x", generation=2, valid_until=permit.valid_from),
    )
    refused("permit_status_once", PermitStatus(permit=permit, status="GRANTED", at=at, by="x"))


def test_bracelets(worn):
    first, second = worn[:2]

    refused(
        "bracelet_status_index_unique",
        copy_of(first, serial="x", generation=2, replaces_id=first.id),
    )
    refused("bracelet_generation_unique", copy_of(first, serial="x", status_index=99))
    refused(
        "bracelet_later_generation_replaces",
        copy_of(first, serial="x", status_index=99, generation=2),
    )
    refused(
        "bracelet_opens_a_camp",
        copy_of(
            first, serial="x", status_index=99, generation=2, replaces_id=first.id, camps=[]
        ),
    )
    refused(
        "permits_bracelet_serial",
        copy_of(first, status_index=99, generation=2, replaces_id=second.id),
    )


def test_a_bracelet_ends_once_and_not_without_a_reason(bracelet, at):
    def row(status, reason="LOST"):
        return BraceletStatus(bracelet=bracelet, status=status, reason=reason, at=at, by="x")

    refused("bracelet_stop_has_reason", row("SUSPENDED", reason=""))
    row("REVOKED").save()
    refused("bracelet_ends_once", row("REPLACED"))


def test_an_index_takes_three_bytes(worn):
    with pytest.raises(IntegrityError, match="three_bytes"), transaction.atomic():
        BraceletSeries.objects.update(next_index=2**24 + 1)


def test_keys(worn):
    key = SigningKey.objects.get(kid=1)

    refused("permits_signingkey_kid", copy_of(key))
    refused("signing_key_kid_one_byte", copy_of(key, kid=256))
    refused("signing_key_root_stands_alone", copy_of(key, kid=9, usage="root"))
    refused("signing_key_root_stands_alone", copy_of(key, kid=9, season_id=None))
    refused("signing_key_made_before_it_signs", copy_of(key, kid=9, signs_from=key.not_after))


def test_lists(worn):
    for row in PublishedList.objects.order_by("kind", "version").distinct("kind"):
        refused("published_list_version_unique", copy_of(row))
        season = None if row.season_id else worn[0].season_id
        refused("published_list_season_fits_kind", copy_of(row, season_id=season, version=99))


def test_batches(season, worn, at):
    batch = PrintBatch.objects.create(season=season, number=1, ordered_at=at, ordered_by="x")
    PrintedBracelet.objects.create(batch=batch, bracelet=worn[0], place=1)

    refused("print_batch_number_unique", copy_of(batch))
    refused("print_batch_has_digest", copy_of(batch, number=2, printed_at=at))
    refused("printed_place_unique", PrintedBracelet(batch=batch, bracelet=worn[1], place=1))
    refused("printed_bracelet_once", PrintedBracelet(batch=batch, bracelet=worn[0], place=2))
