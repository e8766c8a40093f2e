"""Pages of the season: its rule values, their history, and a new version of them."""

from __future__ import annotations

from itertools import zip_longest

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from foundation.clock import now
from foundation.refusals import Refusal
from foundation.scoping import actor_of, page_permission
from foundation.wording import sentence
from mission.season import access, presenters, queries, services
from mission.season.forms import RuleValuesForm
from mission.season.models import RuleVersion, Season
from mission.season.rules import KEYS


@page_permission("season.view_season")
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rule values in force, each with its source."""
    season = queries.current_season()
    if season is None:
        return render(request, "season/none.html")
    version = queries.rules_in_force(season)
    context = {
        "shown": season,
        "version": version,
        "groups": presenters.grouped_values(version),
        "camps": queries.camps(season),
        "may_edit": access.may_edit_rules(by=actor_of(request.user)),
    }
    return render(request, "season/rules.html", context)


@page_permission("season.view_season")
def history(request: HttpRequest) -> HttpResponse:
    """Show every version: who, when, why, and what changed."""
    season = _current()
    versions = queries.rule_history(season)
    rows = [
        {
            "version": version,
            "note": presenters.in_one_language(version.note),
            "changes": presenters.changed_labels(version, former),
        }
        for version, former in zip_longest(versions, versions[1:])
    ]
    return render(request, "season/history.html", {"shown": season, "rows": rows})


@page_permission("season.edit_rules")
def edit_rules(request: HttpRequest) -> HttpResponse:
    """Change rule values: a new version with its source."""
    base = queries.rules_in_force(_current())
    form = RuleValuesForm(
        request.POST or None, values=base.values, initial={"number": base.number}
    )
    if request.method == "POST" and form.is_valid() and _save(request, form, base):
        return redirect("season:rules")
    groups = [
        _group(form, group, title)
        for group, title in presenters.GROUPS.items()
        if _keys_of(group)
    ]
    return render(request, "season/edit_rules.html", {"form": form, "groups": groups})


def _group(form: RuleValuesForm, group: str, title: object) -> dict[str, object]:
    """Part what people read from structures, which only experts write as text."""
    texts = [form[key.key] for key in KEYS if key.group == group and key.kind == "structure"]
    return {
        "title": title,
        "fields": [form[key] for key in _keys_of(group, but="structure")],
        "texts": texts,
        "is_wrong": any(bound.errors for bound in texts),
    }


def _save(request: HttpRequest, form: RuleValuesForm, base: RuleVersion) -> bool:
    try:
        services.change_rule_values(
            base=queries.rule_version(base.season_id, form.cleaned_data["number"]),
            changes=form.changes(),
            note=form.cleaned_data["note"],
            by=actor_of(request.user),
            at=now(),
        )
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return False
    messages.success(request, _("The new rule values are in force."))
    return True


def _keys_of(group: str, *, but: str = "") -> list[str]:
    return [key.key for key in KEYS if key.group == group and key.kind != but]


def _current() -> Season:
    season = queries.current_season()
    if season is None:
        raise queries.NoSuchSeason(hijri_year="")
    return season
