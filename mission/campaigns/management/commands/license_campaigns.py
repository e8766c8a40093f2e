"""License the campaigns of a season from a list."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from foundation.clock import now
from foundation.scoping import Actor
from foundation.wording import sentence
from mission.campaigns import services
from mission.campaigns.rules import BadCampaignsFile, read_campaigns
from mission.season import queries as seasons


class Command(BaseCommand):
    """Read a CSV of campaigns and license those that are new."""

    help = "License campaigns from a CSV: licence_no, name_ar, name_en, capacity, camps (a|b)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and the season."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--season", type=int, required=True, help="Hijri year, e.g. 1448")
        parser.add_argument(
            "--dry-run", action="store_true", help="check the file, write nothing"
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """License all of them or none."""
        season = seasons.season_by_year(options["season"])
        camps = {camp.code: camp for camp in seasons.camps(season)}
        with options["file"].open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        try:
            lines = read_campaigns(rows, camps=frozenset(camps))
        except BadCampaignsFile as refusal:
            raise CommandError(sentence(refusal)) from refusal
        with transaction.atomic():
            for line in lines:
                services.license_campaign(
                    season=season,
                    plan=services.CampaignPlan(
                        line.licence_no, line.name_ar, line.name_en, line.capacity
                    ),
                    camps=[camps[code] for code in line.camps],
                    by=Actor.system("license_campaigns"),
                    at=now(),
                )
            transaction.set_rollback(options["dry_run"])
        seats = sum(line.capacity for line in lines)
        if options["json"]:
            self.stdout.write(json.dumps({"campaigns": len(lines), "seats": seats}))
        else:
            self.stdout.write(f"{len(lines)} campaigns with {seats} seats are licensed.")
