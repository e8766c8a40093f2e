"""Start-up of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The natural persons that applications, permits and bracelets are about."""

    name = "mission.people"
    label = "people"
