"""Signing keys and published lists on PostgreSQL: rotated, withdrawn, renewed."""

from datetime import timedelta

import pytest

from foundation import signing
from foundation.cose.statuslist import Status
from mission.permits import queries, services
from mission.permits.models import Bracelet
from mission.permits.rules import trust_list
from mission.permits.rules.credential import Credential, CredentialRefusal
from tests.permits.factories import granted_to, make_pilgrims
from tests.permits.reading import listed, state_of


def test_the_next_key_is_published_before_it_signs(season, worn, campaign, system, at):
    key = services.rotate_key(season=season, usage="qr", by=system, at=at)

    assert key.kid in queries.trusted_keys()
    assert key.signs_from == at + timedelta(hours=48)
    listed_keys = trust_list.read_trust_list(
        bytes(queries.trust_list().content), root=queries.root_public_key()
    )
    assert key.kid in listed_keys.by_kid()
    others = make_pilgrims(campaign, 2, start=300)
    granted = granted_to(others, start=300)
    services.receive_granted(season=season, granted=granted, by=system, at=at)
    services.issue_bracelets(season=season, by=system, at=at)
    assert {one.key.kid for one in Bracelet.objects.all()} == {1}

    replaced = services.replace_bracelet(
        bracelet=queries.bracelet_by_serial(worn[0].serial, by=system),
        reason="LOST",
        by=system,
        at=at + timedelta(hours=48),
    )
    assert replaced.key.kid == key.kid
    assert isinstance(
        queries.read_credential(worn[1].credential, queries.trusted_keys()), Credential
    )


def test_a_withdrawn_key_is_unknown_and_its_bracelets_are_made_again(
    season, worn, bracelet, system, at
):
    services.revoke_bracelet(bracelet=bracelet, reason="MISUSED", by=system, at=at)
    key = queries.signing_key_by_kid(1)

    services.withdraw_key(key=key, reason="laptop stolen", by=system, at=at)

    keys = queries.trusted_keys()
    assert 1 not in keys
    reading = queries.read_credential(worn[1].credential, keys)
    assert reading is CredentialRefusal.UNKNOWN_KEY
    report = services.issue_bracelets(season=season, by=system, at=at)
    assert report.issued == 4  # the one that was misused gets none
    live = list(queries.live_bracelets(season))
    assert len(live) == 4
    assert all(
        isinstance(queries.read_credential(one.credential, keys), Credential) for one in live
    )
    with pytest.raises(services.KeyAlreadyWithdrawn):
        services.withdraw_key(key=key, reason="again", by=system, at=at)


def test_a_withdrawn_status_key_signs_no_list_that_is_served(season, bracelet, system, at):
    former = queries.status_list(season).version

    key = queries.signing_key_by_kid(2)
    services.withdraw_key(key=key, reason="lost", by=system, at=at)

    assert queries.status_list(season).version == former + 1
    assert listed(season, bracelet) is Status.VALID  # checked with the keys of the trust list


def test_a_key_that_lies_elsewhere_is_named(season, worn, settings, campaign, system, at):
    key = queries.signing_key_by_kid(1)
    path = settings.RIFADA_VAR / "keys" / f"{key.file_name}.pem"
    kept = path.read_bytes()
    path.unlink()
    bracelet = queries.bracelet_by_serial(worn[0].serial, by=system)

    with pytest.raises(services.SigningKeyElsewhere):
        services.replace_bracelet(bracelet=bracelet, reason="LOST", by=system, at=at)

    assert state_of(bracelet) == "ISSUED"
    signing.signing_key(key.file_name)  # another key under the same name
    with pytest.raises(services.SigningKeyElsewhere):
        services.replace_bracelet(bracelet=bracelet, reason="LOST", by=system, at=at)
    path.write_bytes(kept)


def test_no_key_is_made_for_a_season_that_is_over(season, permitted, system, at):
    with pytest.raises(services.SeasonOver):
        services.ensure_keys(season=season, by=system, at=at.replace(year=2028))


def test_lists_are_published_again_at_half_of_their_time(season, worn, system, at):
    refresh = services.refresh_lists
    assert refresh(season=season, by=system, at=at + timedelta(hours=5)) == []

    published = refresh(season=season, by=system, at=at + timedelta(hours=6))
    assert [row.kind for row in published] == ["STATUS"]
    published = refresh(season=season, by=system, at=at + timedelta(hours=24))
    assert {row.kind for row in published} == {"STATUS", "TRUST"}
