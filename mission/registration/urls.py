"""Addresses of registration: the public's under ``apply/``, the staff's under its own name."""

from django.urls import path

from mission.registration.views import (
    applications,
    calls,
    checking,
    documents,
    eligibility,
    imports,
    objections,
)
from mission.registration.views.applying import family, files, home, invited, screens, whole

app_name = "registration"

own_pages = [
    path("apply/", home.apply, name="apply"),
    path("apply/begin/", home.begin, name="begin"),
    path("apply/carry-over/", home.carry_over, name="carry_over"),
    path("apply/text-size/", home.text_size, name="text_size"),
    path("apply/invited/<str:token>/", invited.invited, name="invited"),
    path("apply/person/<uuid:person_id>/agree/", invited.consent, name="consent"),
    path("apply/together/<str:reference>/", family.together, name="together"),
]

# The same screens at two places: (address, view for applicants, view for operators, name).
_SCREENS = [
    ("draft/<uuid:draft_id>/companions/", whole.companions, whole.call_companions),
    ("draft/<uuid:draft_id>/companions/add/", whole.add_companion, whole.call_add_companion),
    ("draft/<uuid:draft_id>/declarations/", whole.declarations, whole.call_declarations),
    ("draft/<uuid:draft_id>/review/", whole.review, whole.call_review),
    ("draft/<uuid:draft_id>/submit/", whole.submit, whole.call_submit),
    ("person/<uuid:person_id>/remove/", whole.remove_companion, whole.call_remove_companion),
    ("person/<uuid:person_id>/invite/", whole.invite, whole.call_invite),
    ("person/<uuid:person_id>/revoke/", whole.revoke, whole.call_revoke),
    ("person/<uuid:person_id>/<slug:key>/", screens.screen, screens.call_screen),
    ("person/<uuid:person_id>/<slug:key>/save/", screens.save, screens.call_save),
    ("files/<str:reference>/", files.application_status, files.call_status),
    ("files/<str:reference>/withdraw/", files.withdraw, files.call_withdraw),
    ("files/<str:reference>/object/", files.objection, files.call_objection),
    ("files/<str:reference>/family/", family.family, family.call_family),
    (
        "files/<str:reference>/family/<slug:act>/",
        family.family_act,
        family.call_family_act,
    ),
    ("files/<str:reference>/receipt/", files.receipt, files.call_receipt),
    ("files/<str:reference>/receipt.pdf", files.receipt_pdf_page, files.call_receipt_pdf),
]
_NAMES = (
    "companions add_companion declarations review submit remove_companion invite revoke "
    "screen save status withdraw object family family_act receipt receipt_pdf"
).split()

screens_of_both = [
    path(f"{place}{address}", view, name=f"{prefix}{name}")
    for name, (address, own, staff) in zip(_NAMES, _SCREENS, strict=True)
    for place, prefix, view in (("apply/", "", own), ("calls/", "call_", staff))
]

staff_pages = [
    path("registration/", applications.applications, name="applications"),
    path("registration/applications.xlsx", applications.export, name="export"),
    path("registration/files/<str:reference>/", applications.application, name="application"),
    path("registration/imports/", imports.imports, name="imports"),
    path("registration/imports/<uuid:run_id>/", imports.one_import, name="import"),
    path("registration/imports/<uuid:run_id>/start/", imports.start, name="start_import"),
    path("registration/imports/<uuid:run_id>/check/", imports.check, name="check_import"),
    path("registration/imports/<uuid:run_id>/discard/", imports.discard, name="discard_import"),
    path("registration/imports/<uuid:run_id>/refused.xlsx", imports.refused, name="refused"),
    path("registration/eligibility/", eligibility.eligibility, name="eligibility"),
    path("registration/eligibility/judge/", eligibility.judge, name="judge"),
    path("registration/window/", eligibility.window, name="window"),
    path("calls/", calls.calls, name="calls"),
    path("registration/objections/", objections.objections, name="objections"),
    path(
        "registration/objections/<uuid:objection_id>/", objections.objection, name="objection"
    ),
    path(
        "registration/objections/<uuid:objection_id>/document/",
        objections.document,
        name="objection_document",
    ),
]

urlpatterns = [*own_pages, *screens_of_both, *staff_pages]

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
