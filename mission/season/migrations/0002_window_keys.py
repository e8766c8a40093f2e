from typing import Any

from django.apps.registry import Apps
from django.db import migrations

# The moments of the window are named as all values of applications are.
NAMES = {
    "registration.opens_at": "applications.opens_at",
    "registration.closes_at": "applications.closes_at",
}


def rename(values: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Answer the values under their other names, where they stand under none of these yet."""
    kept = {key: value for key, value in values.items() if key not in names}
    return {names[key]: values[key] for key in names if key in values} | kept


def rename_all(apps: Apps, names: dict[str, str]) -> None:
    """Give the values and sources of every version other names; what they say stays."""
    versions = apps.get_model("season", "RuleVersion").objects
    for version in versions.filter(values__has_any_keys=list(names)):
        version.values = rename(version.values, names)
        version.sources = rename(version.sources, names)
        version.save(update_fields=["values", "sources"])


def forwards(apps: Apps, schema_editor: object) -> None:
    rename_all(apps, NAMES)


def backwards(apps: Apps, schema_editor: object) -> None:
    rename_all(apps, {new: old for old, new in NAMES.items()})


class Migration(migrations.Migration):
    """Names the moments of the window as all values of applications, in every version."""

    dependencies = [("season", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
