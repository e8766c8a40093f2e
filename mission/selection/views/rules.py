"""A round's rules as sentences: change them, start from a preset, compare two versions."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import actor_of, page_permission
from foundation.wording import sentence
from mission.registration.queries import districts_of
from mission.season import queries as seasons
from mission.selection import presenters, queries, services
from mission.selection.forms import RulesEditor, RulesTextForm
from mission.selection.models import Round, RuleSet
from mission.selection.rules import ceremony
from mission.selection.rules.canonical import parse_json


@page_permission("season.view_season")
def season_rules(request: HttpRequest) -> HttpResponse:
    """Say the season's own rules of the draw: with these its next round opens."""
    season = seasons.current_season()
    if season is None:
        return render(request, "season/none.html")
    context = {"season": season, **presenters.season_sentences(season)}
    return render(request, "selection/season_rules.html", context)


@page_permission("selection.prepare_round")
def edit_rules(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Change a round's rules, until the members are asked to promise."""
    found = queries.round_by_id(round_id)
    newest = queries.rule_sets(found)[0]
    editor = RulesEditor(
        request.POST or None,
        rules=queries.rules_of(found),
        files=queries.file_rules_in_force(found),
        version=newest.version,
        districts=districts_of(found.season),
    )
    if request.method == "POST" and editor.is_valid() and _save(request, found, editor):
        return redirect("selection:edit_rules", round_id=round_id)
    context = _page(found) | {"editor": editor, "form": editor.draw, "version": newest}
    return render(request, "selection/edit_rules.html", context, status=_status(request))


@page_permission("selection.prepare_round")
def edit_text(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Change a round's rules as the texts that are kept."""
    found = queries.round_by_id(round_id)
    initial = {
        "rules": _pretty(queries.rules_of(found).as_json()),
        "file_rules": _pretty(queries.file_rules_in_force(found).as_json()),
    }
    form = RulesTextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _save_text(request, found, form):
        return redirect("selection:edit_rules", round_id=round_id)
    context = _page(found) | {"form": form}
    return render(request, "selection/rules_text.html", context, status=_status(request))


@page_permission("selection.prepare_round")
def presets(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Show the rule sets of other missions, to start from one."""
    rows = presenters.preset_rows(queries.presets())
    context = _page(queries.round_by_id(round_id)) | {"rows": rows}
    return render(request, "selection/rules_presets.html", context)


@require_POST
@page_permission("selection.prepare_round")
def start_from(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Write the rules of a preset as the round's next version."""
    preset = queries.preset(request.POST.get("preset", ""))
    services.write_rules(
        selection_round=queries.round_by_id(round_id),
        rules=preset.rules.as_json(),
        file_rules=preset.file_rules.as_json(),
        by=actor_of(request.user),
        at=now(),
    )
    messages.success(request, _("The rules of the preset are written. Make them your own."))
    return redirect("selection:edit_rules", round_id=round_id)


@page_permission("selection.view_rounds")
def versions(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """List the versions of a round's rules, and compare two of them sentence by sentence."""
    found = queries.round_by_id(round_id)
    rows = queries.rule_sets(found)
    newest = rows[0].version
    old = _asked(request, "old", found, otherwise=max(1, newest - 1))
    new = _asked(request, "new", found, otherwise=newest)
    context = _page(found) | {
        "rows": rows,
        "old": old,
        "new": new,
        "changes": presenters.changes_between(old, new),
        "may_prepare": actor_of(request.user).may("selection.prepare_round"),
    }
    return render(request, "selection/rules_versions.html", context)


def _status(request: HttpRequest) -> int:
    """Answer 422 for a form that comes back: it was refused."""
    return 422 if request.method == "POST" else 200


def _page(found: Round) -> dict[str, Any]:
    state = queries.current_state(found)
    asked, rules = queries.file_rules_in_force(found), queries.rules_of(found)
    districts = districts_of(found.season)
    unknown = asked.unknown_districts(rules, districts=districts.codes) if districts else ()
    return {
        "round": found,
        "is_open": state == ceremony.DRAFT,
        "sentences": presenters.rule_sentences(rules),
        "file_sentences": presenters.file_rule_sentences(found),
        "unstated": presenters.fact_words(asked.unstated(rules, districts=districts.codes)),
        "unknown_districts": unknown,
    }


def _save(request: HttpRequest, found: Round, editor: RulesEditor) -> bool:
    try:
        services.write_rules(
            selection_round=found,
            rules=editor.rules(),
            file_rules=editor.file_rules(),
            base=editor.base_version,
            by=actor_of(request.user),
            at=now(),
        )
    except Refusal as refusal:
        editor.refuse(refusal)
        return False
    messages.success(request, _("The rules are written. Read them aloud before you go on."))
    return True


def _save_text(request: HttpRequest, found: Round, form: RulesTextForm) -> bool:
    given, field = form.cleaned_data, "rules"
    try:
        rules = parse_json(given["rules"])
        field = "file_rules"
        file_rules = parse_json(given["file_rules"])
        field = ""
        services.write_rules(
            selection_round=found,
            rules=rules,
            file_rules=file_rules,
            by=actor_of(request.user),
            at=now(),
        )
    except Refusal as refusal:
        form.add_error(field or None, sentence(refusal))
        return False
    messages.success(request, _("The rules are written. Read them aloud before you go on."))
    return True


def _asked(request: HttpRequest, name: str, found: Round, *, otherwise: int) -> RuleSet:
    text = request.GET.get(name, "")
    return queries.rule_set(found, int(text) if text.isdecimal() else otherwise)


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
