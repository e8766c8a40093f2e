"""Addresses of campaigns."""

from django.urls import path

from mission.campaigns import views
from mission.campaigns.views import own

app_name = "campaigns"

urlpatterns = [
    path("", views.campaigns, name="list"),
    path("new/", views.license_campaign, name="license"),
    path("place/", views.place, name="place"),
    path("<uuid:campaign_id>/", views.campaign, name="campaign"),
    path("<uuid:campaign_id>/capacity/", views.capacity, name="capacity"),
]

# The lead's own page stands among those of the application.
own_patterns = ([path("<str:reference>/campaign/", own.choose, name="choose")], "own_campaign")
