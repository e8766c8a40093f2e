"""Start-up of the sample season."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The sample season as an application; settings install it only where DEMO is set."""

    name = "demo"
