"""Addresses of campaigns."""

from django.urls import path

from mission.campaigns import views

app_name = "campaigns"

urlpatterns = [
    path("", views.campaigns, name="list"),
    path("new/", views.license_campaign, name="license"),
    path("place/", views.place, name="place"),
    path("choose/", views.find_file, name="find_file"),
    path("choose/campaign/", views.choose, name="choose"),
    path("<uuid:campaign_id>/", views.campaign, name="campaign"),
    path("<uuid:campaign_id>/capacity/", views.capacity, name="capacity"),
]
