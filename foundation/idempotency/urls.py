"""Addresses of submissions."""

from django.urls import path

from foundation.idempotency import views

app_name = "idempotency"
urlpatterns = [path("<uuid:key>/", views.submission, name="submission")]
