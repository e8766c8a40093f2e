"""Where the style guide is mounted."""

from __future__ import annotations

from django.urls import path

from foundation.styleguide import views

app_name = "styleguide"
urlpatterns = [path("", views.show, name="show")]
