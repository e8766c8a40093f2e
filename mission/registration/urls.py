"""Addresses of registration."""

from django.urls import path

from mission.registration.views import applications, eligibility, imports

app_name = "registration"

urlpatterns = [
    path("", applications.applications, name="applications"),
    path("applications.xlsx", applications.export, name="export"),
    path("files/<str:reference>/", applications.application, name="application"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:run_id>/", imports.one_import, name="import"),
    path("imports/<uuid:run_id>/start/", imports.start, name="start_import"),
    path("imports/<uuid:run_id>/check/", imports.check, name="check_import"),
    path("imports/<uuid:run_id>/discard/", imports.discard, name="discard_import"),
    path("imports/<uuid:run_id>/refused.xlsx", imports.refused, name="refused"),
    path("eligibility/", eligibility.eligibility, name="eligibility"),
    path("eligibility/judge/", eligibility.judge, name="judge"),
]
