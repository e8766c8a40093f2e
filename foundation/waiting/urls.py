"""Addresses of the staff's page of the waiting room."""

from django.urls import path

from foundation.waiting import views

app_name = "waiting"
urlpatterns = [
    path("", views.room, name="room"),
    path("now/", views.now, name="now"),
    path("pace/", views.pace, name="pace"),
    path("close/", views.close, name="close"),
]
