"""Addresses of messages."""

from django.urls import path

from mission.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.messages_page, name="list"),
    path("<uuid:message_id>/", views.message_page, name="message"),
    path("<uuid:message_id>/resend/", views.resend, name="resend"),
    path("<uuid:message_id>/report/<str:signature>/", views.report, name="report"),
]
