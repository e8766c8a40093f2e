"""Reads of signing keys and of the lists that readers hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias, TypedDict
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from foundation.refusals import NotFound
from mission.permits.models import KeyUsage, ListKind, PublishedList, SigningKey
from mission.permits.rules.bracelets import KeyFacts
from mission.permits.rules.credential import TrustedKey, Usage
from mission.season.models import Season

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class NoSuchList(NotFound):
    """No such list was published yet: nothing was issued in that season."""

    code = "no_such_list"


class _WithCount(TypedDict):
    bracelets_signed: int


CountedKey: TypeAlias = "WithAnnotations[SigningKey, _WithCount]"


def signing_keys(season: Season | None = None) -> QuerySet[CountedKey]:
    """Answer the keys of a season or of all, with `bracelets_signed`, newest first."""
    found = SigningKey.objects.exclude(usage=KeyUsage.ROOT).select_related("withdrawal")
    if season is not None:
        found = found.filter(season=season)
    return found.annotate(bracelets_signed=Count("bracelets")).order_by("-kid")


def signing_key_by_kid(kid: int) -> SigningKey:
    """Answer one key with its season; raises NotFound."""
    found = SigningKey.objects.exclude(usage=KeyUsage.ROOT).select_related("season")
    key = found.filter(kid=kid).first()
    if key is None:
        raise NotFound(kid=kid)
    return key


def key_facts(season: Season, usage: str) -> dict[int, KeyFacts]:
    """Answer what choosing a key needs, by kid."""
    keys = SigningKey.objects.filter(season=season, usage=usage).select_related("withdrawal")
    return {
        key.kid: KeyFacts(
            kid=key.kid,
            signs_from=key.signs_from,
            not_after=key.not_after,
            is_withdrawn=hasattr(key, "withdrawal"),
        )
        for key in keys
    }


def trusted_keys() -> Mapping[int, TrustedKey]:
    """Answer every key that readers believe, by kid: all that were not withdrawn."""
    keys = SigningKey.objects.exclude(usage=KeyUsage.ROOT).filter(withdrawal=None)
    return {
        key.kid: TrustedKey(
            kid=key.kid,
            public_key=bytes(key.public_key),
            not_before=key.not_before,
            not_after=key.not_after,
            usage=Usage(key.usage),
        )
        for key in keys
    }


def root_key() -> SigningKey | None:
    """Answer the key that signs the trust list, if it was made."""
    return SigningKey.objects.filter(usage=KeyUsage.ROOT).first()


def root_public_key() -> bytes | None:
    """Answer the root's 32 public bytes, which readers carry, if it was made."""
    key = root_key()
    return bytes(key.public_key) if key else None


def next_kid() -> int:
    """Answer the lowest kid that no key ever had; may exceed 255 when all were used up."""
    return int(SigningKey.objects.aggregate(last=Max("kid"))["last"] or 0) + 1


def published_list(kind: str, season_id: UUID | None = None) -> PublishedList | None:
    """Answer the list that counts now: the highest version."""
    of_season = Q(season=None) if season_id is None else Q(season_id=season_id)
    return PublishedList.objects.filter(of_season, kind=kind).order_by("-version").first()


def trust_list() -> PublishedList:
    """Answer the trust list as readers fetch it; raises NoSuchList."""
    return _published(ListKind.TRUST, None)


def status_list(season: Season) -> PublishedList:
    """Answer a season's status list as readers fetch it; raises NoSuchList."""
    return _published(ListKind.STATUS, season.id)


def lists_issued_at(season_id: UUID) -> datetime | None:
    """Answer how fresh both lists together are: the older one's moment, or None."""
    lists = (published_list(ListKind.TRUST), published_list(ListKind.STATUS, season_id))
    moments = [listed.issued_at for listed in lists if listed]
    return min(moments) if len(moments) == len(lists) else None


def _published(kind: str, season_id: UUID | None) -> PublishedList:
    found = published_list(kind, season_id)
    if found is None:
        raise NoSuchList(kind=kind)
    return found
