"""The lists that readers fetch: signed, so anybody may have them, with ETag and 304."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from foundation.cose.statuslist import MEDIA_TYPE as STATUS_LIST_TYPE
from mission.permits import queries
from mission.permits.models import PublishedList
from mission.permits.rules.trust_list import MEDIA_TYPE as TRUST_LIST_TYPE
from mission.season.queries import current_season, season_by_year

router = Router(tags=["permits"])


@router.get("/trust-list", auth=None, summary="The keys that readers believe")
def trust_list(request: HttpRequest) -> HttpResponse:
    """Answer the newest trust list: COSE_Sign1 of CBOR, signed by the root key.

    With `If-None-Match` the answer is 304 while nothing is newer.
    """
    return _answer(request, queries.trust_list(), TRUST_LIST_TYPE)


@router.get("/status-list", auth=None, summary="The states of this season's bracelets")
def status_list(request: HttpRequest) -> HttpResponse:
    """Answer the current season's newest Token Status List as a signed CWT, two bits an index.

    0 valid, 1 revoked, 2 suspended, 3 replaced. With `If-None-Match` the answer is 304 while
    nothing is newer.
    """
    season = current_season()
    if season is None:
        raise queries.NoSuchList
    return _answer(request, queries.status_list(season), STATUS_LIST_TYPE)


@router.get("/status-list/{year}", auth=None, summary="The states of a season's bracelets")
def status_list_of_season(request: HttpRequest, year: int) -> HttpResponse:
    """Answer the same of any season by its Hijri year."""
    return _answer(request, queries.status_list(season_by_year(year)), STATUS_LIST_TYPE)


def _answer(request: HttpRequest, listed: PublishedList, content_type: str) -> HttpResponse:
    etag = f'"{listed.digest}"'
    asked = request.headers.get("If-None-Match", "")
    known = [tag.strip().removeprefix("W/") for tag in asked.split(",")]
    if etag in known or "*" in known:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(bytes(listed.content), content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    response["X-List-Version"] = str(listed.version)
    return response
