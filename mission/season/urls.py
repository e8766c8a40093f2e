"""Addresses of the season."""

from django.urls import path

from mission.season import views

app_name = "season"

urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("rules/edit/", views.edit_rules, name="edit_rules"),
    path("rules/history/", views.history, name="history"),
]
