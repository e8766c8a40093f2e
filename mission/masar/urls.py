"""Addresses of the e-path."""

from django.urls import path

from mission.masar import views

app_name = "masar"

urlpatterns = [
    path("", views.link, name="link"),
    path("send/", views.send, name="send"),
    path("compare/", views.compare, name="compare"),
    path("refusals/", views.refusals, name="refusals"),
    path("refusals/export/", views.export, name="export"),
    path("refusals/resubmit/", views.resubmit, name="resubmit"),
    path("leavers/", views.leavers, name="leavers"),
    path("differences/", views.differences, name="differences"),
    path("differences/<uuid:difference_id>/", views.settle, name="settle"),
    path("pilgrims/<uuid:pilgrim_id>/", views.pilgrim, name="pilgrim"),
]
