"""Addresses of the page of stuck jobs."""

from django.urls import path

from foundation.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<int:job_id>/", views.job_detail, name="job"),
    path("<int:job_id>/retry/", views.retry, name="retry"),
    path("<int:job_id>/cancel/", views.cancel, name="cancel"),
]
