"""Addresses of the gates' pages."""

from django.urls import URLPattern, path

from mission.gates import views

app_name = "gates"

urlpatterns: list[URLPattern] = [
    path("reader/", views.reader, name="reader"),
    path("gates/", views.gates, name="list"),
    path("gates/<slug:code>/", views.gate, name="gate"),
    path("gates/<slug:code>/now/", views.gate_now, name="now"),
    path("gates/<slug:code>/refused/", views.refused, name="refused"),
    path("gates/<slug:code>/readers/", views.readers, name="readers"),
    path("gates/<slug:code>/readers/mine/", views.become_reader, name="become-reader"),
    path("gates/<slug:code>/readers/<uuid:device>/revoke/", views.revoke, name="revoke"),
]
