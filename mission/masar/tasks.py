"""Work with the e-path that nobody waits for: sending every minute, asking again, comparing."""

from __future__ import annotations

from foundation import jobs
from foundation.clock import now
from foundation.progress import QUIET, tracked
from foundation.scoping import Actor
from mission.masar import queries, services
from mission.season.models import Season
from mission.season.queries import current_season, rule_values, season_by_year

# A run ends before the next one of the schedule begins.
RUN_SECONDS = 50.0


def _season_in_use() -> Season | None:
    """Give the current season once anything of it was opened for the e-path."""
    season = current_season()
    return season if season is not None and queries.is_in_use(season) else None


@jobs.scheduled(cron="* * * * *", queue="masar")
def exchange() -> None:
    """Send what waits, ask what is unknown, and read the feed."""
    season = _season_in_use()
    if season is not None:
        _exchange(season)


@jobs.job(queue="masar", retries=0)
def exchange_now(*, hijri_year: int) -> None:
    """Do the same at once, because somebody pressed the button."""
    _exchange(season_by_year(hijri_year))


def _exchange(season: Season) -> None:
    with services.sitting_for(season, by=Actor.system("masar"), clock=now) as sitting:
        try:
            services.run_exchange(
                sitting, progress=QUIET, seconds=RUN_SECONDS, until_done=False
            )
        except (services.SenderAtWork, services.TokenRefused):
            return  # the other one does the work; the page shows the trouble


@jobs.scheduled(cron="*/5 * * * *", queue="masar")
def ask_again() -> None:
    """Ask about requests that have had no decision for long: the feed may have lost one."""
    season = _season_in_use()
    if season is None:
        return
    minutes = int(rule_values(season)["masar_ask_again_minutes"])
    with services.sitting_for(season, by=Actor.system("masar"), clock=now) as sitting:
        services.ask_again(sitting, older_minutes=minutes)


@jobs.scheduled(cron="30 23 * * *", queue="masar")
def compare() -> None:
    """Compare both sides in full, every night at 02:30 of Makkah."""
    season = _season_in_use()
    if season is None:
        return
    with services.sitting_for(season, by=Actor.system("masar"), clock=now) as sitting:
        try:
            services.compare_sides(sitting, progress=QUIET)
        except services.SenderAtWork:
            return  # the next night, or by hand


@jobs.job(queue="masar", retries=0)
def compare_now(*, hijri_year: int, task: str) -> None:
    """Compare both sides in full, shown on a page."""
    season = season_by_year(hijri_year)
    with (
        tracked(task) as progress,
        services.sitting_for(season, by=Actor.system("masar"), clock=now) as sitting,
    ):
        progress.start(queries.count_requests(season))
        run = services.compare_sides(sitting, progress=progress)
        progress.result = {"compared": run.compared, "left_to_people": run.left_to_people}
