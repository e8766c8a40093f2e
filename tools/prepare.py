"""Makes the database and the static files ready in one start of Django, and loads the sample.

Most of a second start is Django's own start, so nothing here runs twice that need not.
"""

from __future__ import annotations

import os

import django
from django.conf import settings
from django.core.management import call_command

from tools.provision import DIST, digest, once


def main() -> None:
    """Migrate, collect the static files when they changed, load the season once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    built = digest(path for path in DIST.rglob("*") if path.is_file())
    once(
        settings.STATIC_ROOT.with_name("static.stamp"),
        built,
        lambda: call_command("collectstatic", interactive=False, clear=True, verbosity=0),
    )
    call_command("load_demo")


if __name__ == "__main__":
    main()
