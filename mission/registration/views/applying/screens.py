"""The screens: one group of questions each, saved after every field and by every Next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.wording import sentence
from mission.registration import services
from mission.registration.forms import AnswersForm
from mission.registration.models import DraftPerson
from mission.registration.presenters import applying as shown
from mission.registration.presenters import conditions
from mission.registration.presenters.places import places_for
from mission.registration.queries import applying
from mission.registration.rules.applying import NoSuchDraft
from mission.registration.rules.early import early_answer
from mission.registration.rules.screens import FIRST, Screen, screen_named
from mission.registration.services.drafting import Saved
from mission.registration.views.applying.guards import actor, both, own_person
from mission.registration.views.applying.telling import show, tell


@require_http_methods(["GET", "POST"])
def _screen(request: HttpRequest, person_id: UUID, key: str) -> HttpResponse:
    """Show a group of questions; Next saves them and goes on when all are answered."""
    person, is_invited = own_person(request, person_id)
    screen = _named(person, key)
    if request.method != "POST":
        return _show(request, person, screen, is_invited=is_invited)
    try:
        saved = _save_all(request, person, screen)
    except Refusal as refusal:
        tell(request, refusal)
        return redirect("registration:apply")
    person, _ = own_person(request, person_id)
    rules = applying.season_rules(person.draft.season)
    if saved.overwritten or shown.screen(person, screen, rules, strict=True)["has_problems"]:
        return _show(request, person, screen, is_invited=is_invited, strict=True, saved=saved)
    places = places_for(actor(request))
    return redirect(places.around(person, key, is_invited=is_invited)[1])


def _save_all(request: HttpRequest, person: DraftPerson, screen: Screen) -> Saved:
    return services.save_answers(
        person=person,
        answers={name: request.POST[name] for name in screen.fields if name in request.POST},
        known={
            name: request.POST[f"known-{name}"]
            for name in screen.fields
            if f"known-{name}" in request.POST
        },
        by=actor(request),
        at=now(),
    )


def _show(
    request: HttpRequest,
    person: DraftPerson,
    screen: Screen,
    *,
    is_invited: bool,
    strict: bool = False,
    saved: Saved | None = None,
) -> HttpResponse:
    rules = applying.season_rules(person.draft.season)
    places = places_for(actor(request))
    before, after = places.around(person, screen.key, is_invited=is_invited)
    overwritten = saved.overwritten if saved else {}
    context = _with_form(
        shown.screen(person, screen, rules, strict=strict, overwritten=overwritten)
    )
    context |= {
        "frame": places.frame,
        "person": person,
        "who": shown.name_of(person),
        "is_lead": person.place == 0,
        "is_invited": is_invited,
        "progress": shown.progress(person, screen.key),
        "before": before,
        "after": after,
        "save_url": places.to("save", person.pk, screen.key),
        "early": _early(person, rules) if screen.key == FIRST else None,
        "asks_early": screen.key == FIRST,
    }
    return show(request, "registration/apply/screen.html", context)


@require_POST
def _save(request: HttpRequest, person_id: UUID, key: str) -> HttpResponse:
    """Save one field while the screen is being filled in; answer that field alone."""
    person, _ = own_person(request, person_id)
    screen = _named(person, key)
    asked = tuple(name for name in screen.fields if name in request.POST)[:1]
    one = Screen(screen.key, asked)
    context: dict[str, Any] = {"asks_early": screen.key == FIRST}
    try:
        saved = _save_all(request, person, one)
    except Refusal as refusal:
        told = {"sentence": sentence(refusal)}
        return render(request, "registration/apply/_not_saved.html", told)
    person, _ = own_person(request, person_id)
    rules = applying.season_rules(person.draft.season)
    found = _with_form(shown.screen(person, one, rules, overwritten=saved.overwritten))
    context |= {
        "answers": found["answers"],
        "person": person,
        "save_url": places_for(actor(request)).to("save", person.pk, key),
        "early": _early(person, rules) if screen.key == FIRST else None,
        "is_answer": True,
    }
    return render(request, "registration/apply/_saved.html", context)


def _with_form(found: dict[str, Any]) -> dict[str, Any]:
    """Give every answer of a screen its field of a form."""
    form = AnswersForm(found["questions"], found["problems"])
    answers = [each | {"bound": form[each["name"]]} for each in found["answers"]]
    return found | {"form": form, "answers": answers}


def _early(person: DraftPerson, rules: applying.SeasonRules) -> dict[str, Any] | None:
    read = applying.read_of(person, rules)
    home = rules.cells.home_nationality
    return conditions.early(early_answer(read, rules.eligibility, home_nationality=home))


def _named(person: DraftPerson, key: str) -> Screen:
    screen = screen_named(person.who, key)
    if screen is None or not screen.fields:
        raise NoSuchDraft()
    return screen


screen, call_screen = both(_screen)
save, call_save = both(_save)
