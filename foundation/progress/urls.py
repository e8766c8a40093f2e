"""Addresses of long tasks."""

from django.urls import path

from foundation.progress import views

app_name = "progress"
urlpatterns = [
    path("<uuid:task_id>/", views.task, name="task"),
    path("<uuid:task_id>/cancel/", views.cancel, name="cancel"),
]
