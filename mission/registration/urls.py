"""Addresses of registration."""

from django.urls import path

from mission.registration.views import applications, checking, documents, eligibility, imports

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

# Documents have two sides, the applicant's and the staff's, and so two beginnings.
document_patterns = (
    [
        path("apply/people/<uuid:person_id>/documents/", documents.own_documents, name="own"),
        path(
            "apply/people/<uuid:person_id>/documents/passport/",
            documents.passport,
            name="passport",
        ),
        path(
            "apply/people/<uuid:person_id>/documents/passport/take/",
            documents.take_particulars,
            name="take_particulars",
        ),
        path(
            "apply/people/<uuid:person_id>/documents/<str:kind>/",
            documents.hand_in,
            name="hand_in",
        ),
        path(
            "apply/people/<uuid:person_id>/documents/<str:kind>/remove/",
            documents.remove,
            name="remove",
        ),
        path(
            "apply/documents/<str:token>/<int:number>.jpg",
            documents.own_picture,
            name="own_picture",
        ),
        path("apply/documents/<str:token>/file/", documents.own_file, name="own_file"),
        path("registration/documents/", checking.queue, name="queue"),
        path("registration/documents/next/", checking.take_next, name="next"),
        path("registration/documents/<uuid:document_id>/", checking.one_document, name="one"),
        path("registration/documents/<uuid:document_id>/judge/", checking.judge, name="judge"),
        path(
            "registration/documents/<uuid:document_id>/propose/",
            checking.propose,
            name="propose",
        ),
        path(
            "registration/documents/<uuid:document_id>/answer/",
            checking.answer_proposal,
            name="answer",
        ),
        path(
            "registration/documents/file/<str:token>/<int:number>.jpg",
            checking.picture,
            name="picture",
        ),
        path("registration/documents/file/<str:token>/", checking.file, name="file"),
    ],
    "documents",
)
