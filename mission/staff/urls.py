"""Addresses of the home page and of the staff."""

from django.urls import include, path

from mission.staff import views

staff_patterns = (
    [
        path("", views.members, name="members"),
        path("new/", views.hire, name="hire"),
        path("<uuid:member_id>/", views.member, name="member"),
        path("<uuid:member_id>/password/", views.give_password, name="give_password"),
        path(
            "<uuid:member_id>/second-factor/",
            views.remove_second_factors,
            name="remove_second_factors",
        ),
        path("<uuid:member_id>/dismiss/", views.dismiss, name="dismiss"),
    ],
    "staff",
)

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/sessions/<int:session_id>/end/", views.end_session, name="end_session"),
    path("staff/", include(staff_patterns)),
]
