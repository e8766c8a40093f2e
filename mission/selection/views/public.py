"""What anyone may see without signing in: the outcome of a reference, and the proof."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import etag, require_safe
from django.views.decorators.vary import vary_on_cookie

from foundation.ids import BadReference, parse_reference
from foundation.scoping import open_page
from foundation.wording import say
from mission.selection import presenters, queries
from mission.selection.models import Round
from mission.selection.views.results import zip_answer

# An outcome changes only when a seat comes free; a proof never.
OUTCOME_SECONDS = 60
PROOF_SECONDS = 24 * 3600
# The newest lines on the page; the file has them all.
PROMOTIONS = 20


@open_page("everybody may check the draw")
@require_safe
@vary_on_cookie
def results(request: HttpRequest) -> HttpResponse:
    """Answer the outcome of a reference, or kindly that there is none, and what is fixed of the
    draw that comes next."""
    typed = request.GET.get("reference", "").strip()
    published = queries.latest_published()
    context: dict[str, object] = {"typed": typed[:40], "published": published}
    if typed:
        context |= _looked_up(typed)
    if published is not None:
        context |= _facts(published)
    if (coming := queries.coming_round()) is not None:
        context["coming"] = presenters.coming_of(coming)
    answer = render(request, "selection/public.html", context)
    patch_cache_control(answer, private=True, max_age=OUTCOME_SECONDS)
    return answer


@open_page("everybody may check the draw")
@require_safe
@vary_on_cookie
def verify(request: HttpRequest) -> HttpResponse:
    """Let anybody check a proof in their own browser, which computes the draw again."""
    context = {"published": queries.latest_published()}
    answer = render(request, "selection/verify.html", context)
    patch_cache_control(answer, private=True, max_age=OUTCOME_SECONDS)
    return answer


def _tag_of_proof(request: HttpRequest, year: int, number: int) -> str:
    return f'"{queries.published_round(year, number).proof.sha256}"'


@open_page("everybody may check the draw")
@require_safe
@etag(_tag_of_proof)
def proof(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Give the published proof of a round."""
    found = queries.published_round(year, number)
    answer = zip_answer(queries.proof_bytes(found), queries.proof_name(found))
    patch_cache_control(answer, public=True, max_age=PROOF_SECONDS)
    return answer


@open_page("everybody may check the draw")
@require_safe
def promotions(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Give the hash-chained list of what happened since the draw."""
    found = queries.published_round(year, number)
    name = f'attachment; filename="promotions-{year}-{number}.csv"'
    data = queries.promotions_file(found)
    answer = HttpResponse(data, content_type="text/csv", headers={"Content-Disposition": name})
    patch_cache_control(answer, public=True, max_age=OUTCOME_SECONDS)
    return answer


@open_page("everybody may check the draw")
@require_safe
def amendments(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Give the signed, hash-chained list of what was added to the result."""
    found = queries.published_round(year, number)
    name = f'attachment; filename="amendments-{year}-{number}.jsonl"'
    answer = HttpResponse(
        queries.amendments_bytes(found),
        content_type="application/jsonl",
        headers={"Content-Disposition": name},
    )
    patch_cache_control(answer, public=True, max_age=OUTCOME_SECONDS)
    return answer


def _looked_up(typed: str) -> dict[str, object]:
    try:
        outcome = queries.outcome_for(parse_reference(typed))
    except BadReference:
        return {"problem": say("bad_reference"), "is_misspelt": True}
    except queries.UnknownReference as unknown:
        return {"problem": say(unknown.code)}
    looks = queries.looks_at(outcome.round, outcome.row)
    concerned = queries.amendments_of(outcome.round, outcome.reference)
    return {
        "concerned": presenters.amendment_rows(concerned),
        "outcome": outcome,
        "words": presenters.outcome_words(outcome),
        "explanation": presenters.explanation_rows(looks, size=outcome.row_size),
    }


def _facts(published: Round) -> dict[str, object]:
    freeze, rules = queries.freeze_of(published), queries.rules_of(published)
    return {
        "seats": rules.quota,
        "sentences": presenters.rule_sentences(rules),
        "freeze": freeze,
        "draw": queries.draw_of(published),
        "chance": presenters.chance_in_words(freeze),
        "proof_name": queries.proof_name(published),
        "promotions": presenters.promotion_rows(
            queries.newest_promotions(published, PROMOTIONS)
        ),
        "promotion_count": published.promotions.count(),
        "amendments": presenters.amendment_rows(queries.amendments(published)),
    }
