"""The command that steers the waiting room, and the rule values that it takes."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from foundation.waiting.models import Opening


def run(*arguments):
    out = StringIO()
    call_command("waiting_room", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_it_is_prepared_from_the_rule_values_paced_and_closed(season):
    told = run("prepare", "--season", "1448")
    opening = Opening.objects.get()
    assert opening.opens_at == datetime.fromisoformat("2026-09-20T08:00:00+03:00")
    assert opening.opens_at - opening.lobby_from == timedelta(minutes=30)
    assert opening.help_line == "132"
    assert opening.most_pace == settings.WAITING_ROOM_PACE
    assert (told["state"], told["kept"], told["in_line"]) == ("open", False, 0)
    with pytest.raises(CommandError, match="opening_exists"):
        run("prepare", "--season", "1448")
    assert run("pace", "--pace", "12")["most_pace"] == 12
    assert run("show")["most_pace"] == 12
    assert run("close")["state"] == "closed"
    with pytest.raises(CommandError, match="no_opening"):
        run("show")


def test_a_rehearsal_has_a_moment_of_its_own(season):
    told = run("prepare", "--season", "1448", "--opens-at", "2099-01-01T08:00+03:00")
    assert told["state"] == "prepared"
    for wrong in ("tomorrow", "2099-01-01T08:00"):
        run("close") if Opening.objects.filter(closed_at=None) else None
        with pytest.raises(CommandError, match="2026-09-20"):
            run("prepare", "--season", "1448", "--opens-at", wrong)


def test_a_dry_run_changes_nothing(season):
    assert run("prepare", "--season", "1448", "--dry-run")["state"] == "open"
    assert not Opening.objects.exists()
