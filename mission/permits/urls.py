"""Addresses of the pages of permits."""

from django.urls import path

from mission.permits.views import keys, overview, pilgrim, sheets

app_name = "permits"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("issue/", overview.issue, name="issue"),
    path("pilgrims/", overview.pilgrims, name="pilgrims"),
    path("pilgrims.xlsx", overview.export, name="export"),
    path("pilgrims/<str:reference>/", pilgrim.pilgrim, name="pilgrim"),
    path("bracelets/<str:serial>/revoke/", pilgrim.revoke, name="revoke"),
    path("bracelets/<str:serial>/suspend/", pilgrim.suspend, name="suspend"),
    path("bracelets/<str:serial>/reinstate/", pilgrim.reinstate, name="reinstate"),
    path("bracelets/<str:serial>/replace/", pilgrim.replace, name="replace"),
    path("sheets/", sheets.batches, name="batches"),
    path("sheets/<uuid:batch_id>/", sheets.batch, name="batch"),
    path("sheets/<uuid:batch_id>/file/", sheets.batch_file, name="batch-file"),
    path("keys/", keys.keys, name="keys"),
    path("keys/rotate/", keys.rotate, name="rotate"),
    path("keys/<int:kid>/withdraw/", keys.withdraw, name="withdraw"),
]
