"""What migrations make of the rule values of seasons that were opened before."""

from importlib import import_module

import pytest
from django.apps import apps

from mission.season import queries, rules

window_keys = import_module("mission.season.migrations.0002_window_keys")
OLD, NEW = "registration.opens_at", "applications.opens_at"


@pytest.fixture
def old(season):
    """The season as one was opened when the window's moments had names of their own."""
    version = queries.rules_in_force(season)
    for kept in (version.values, version.sources):
        kept[OLD] = kept.pop(NEW)
        kept["registration.closes_at"] = kept.pop("applications.closes_at")
    version.save()
    return version


def test_the_moments_of_the_window_keep_their_values_and_sources(season, old):
    opens, source = old.values[OLD], old.sources[OLD]
    window_keys.forwards(apps, None)

    version = queries.rules_in_force(season)
    assert (version.values[NEW], version.sources[NEW]) == (opens, source)
    assert OLD not in version.values
    assert OLD not in version.sources
    rules.check_values(version.values)

    window_keys.backwards(apps, None)
    version.refresh_from_db()
    assert (version.values, version.sources) == (old.values, old.sources)


def test_a_season_that_has_the_keys_is_left_alone(season):
    version = queries.rules_in_force(season)
    window_keys.forwards(apps, None)
    assert queries.rules_in_force(season).values == version.values


def test_a_value_that_stands_under_the_new_name_already_is_kept(season):
    version = queries.rules_in_force(season)
    stands = version.values[NEW]
    version.values[OLD] = "2020-01-01T00:00:00+03:00"
    version.save()
    window_keys.forwards(apps, None)
    assert queries.rules_in_force(season).values[NEW] == stands
