"""Key pairs and their files: making one, and opening its private half for signing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from foundation import journal, signing
from foundation.ids import uuid7
from foundation.refusals import Refusal
from foundation.scoping import Actor
from mission.permits import queries
from mission.permits.events import SigningKeyMade
from mission.permits.models import KeyUsage, SigningKey
from mission.permits.rules.bracelets import signing_kid, starts_signing
from mission.season.models import Season

_HIGHEST_KID = 255
_ROOT_YEARS = timedelta(days=365 * 20)


class KidsUsedUp(Refusal):
    """A kid is one byte, and all of them were given."""

    code = "kids_used_up"


class SigningKeyElsewhere(Refusal):
    """The private half of the key is not among the files of this machine."""

    code = "signing_key_elsewhere"


class SeasonOver(Refusal):
    """The season's bracelets count no more, so no key is made for them."""

    code = "season_over"


def key_that_signs(season: Season, usage: str, *, at: datetime) -> SigningKey:
    """Answer the key that signs now; raises SigningKeyElsewhere when there is none."""
    kid = signing_kid(queries.key_facts(season, usage).values(), at=at)
    if kid is None:
        raise SigningKeyElsewhere(usage=usage, kid="–")
    return queries.signing_key_by_kid(kid)


def signer_of(key: SigningKey) -> Callable[[bytes], bytes]:
    """Open a key's file for signing; raises SigningKeyElsewhere.

    A file that holds another key than the published one counts as elsewhere too.
    """
    try:
        private = signing.existing_signing_key(key.file_name)
    except signing.KeyMissing:
        raise SigningKeyElsewhere(usage=key.usage, kid=key.kid) from None
    if signing.public_bytes(private) != bytes(key.public_key):
        raise SigningKeyElsewhere(usage=key.usage, kid=key.kid)
    return private.sign


def make_key(season: Season, usage: str, *, by: Actor, at: datetime) -> SigningKey:
    """Make a season's next key; the caller holds the lock and publishes the trust list.

    It signs at once where no other key does, otherwise after the notice of the rule values.
    Raises KidsUsedUp, SeasonOver.
    """
    kid = queries.next_kid()
    if kid > _HIGHEST_KID:
        raise KidsUsedUp
    ends = queries.moment(season, "bracelet_valid_until")
    notice = queries.hours(season, "signing_key_notice_hours")
    others = queries.key_facts(season, usage).values()
    signs_from = starts_signing(at=at, notice=notice, others=others)
    if signs_from >= ends:
        raise SeasonOver(season=season.hijri_year)
    key = SigningKey(season=season, usage=usage, kid=kid, not_after=ends, signs_from=signs_from)
    key.not_before = at
    if usage == KeyUsage.QR:
        key.not_before = queries.moment(season, "bracelet_valid_from")
    return _save(key, by=by, at=at)


def root_key(*, by: Actor, at: datetime) -> SigningKey:
    """Answer the key that signs the trust list; make it when the mission has none."""
    found = queries.root_key()
    if found is not None:
        return found
    key = SigningKey(usage=KeyUsage.ROOT, kid=0, signs_from=at, not_before=at)
    key.not_after = at + _ROOT_YEARS
    return _save(key, by=by, at=at)


def _save(key: SigningKey, *, by: Actor, at: datetime) -> SigningKey:
    """Write the file first: a public half without a private one would be worth nothing."""
    key.id = uuid7()
    key.public_key = signing.public_bytes(signing.signing_key(key.file_name))
    key.made_at, key.made_by = at, by.label
    key.save(force_insert=True)
    event = SigningKeyMade(
        kid=key.kid,
        usage=key.usage,
        public_key=bytes(key.public_key).hex(),
        signs_from=key.signs_from,
        not_after=key.not_after,
    )
    journal.record(event, by=by, at=at)
    return key
