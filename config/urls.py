"""Where each app is mounted."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import RedirectView
from django.views.i18n import set_language

from config.api import api
from foundation import branding, health, live
from mission.campaigns.urls import own_patterns
from mission.registration.urls import document_patterns

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("mission.staff.urls")),
    # The unit gives passwords and keeps addresses: nobody changes them by mail.
    path("accounts/email/", RedirectView.as_view(pattern_name="mfa_index")),
    path("accounts/password/reset/", RedirectView.as_view(pattern_name="account_login")),
    path("accounts/", include("allauth.urls")),
    # It changes a cookie of this device alone, and pages for everybody carry no token.
    path("language/setlang/", csrf_exempt(set_language), name="set_language"),
    path("season/", include("mission.season.urls")),
    path("messages/", include("mission.notifications.urls")),
    path("apply/", include("mission.accounts.urls")),
    path("", include("mission.registration.urls")),
    path("", include(document_patterns)),
    path("", include("mission.selection.urls")),
    path("campaigns/", include("mission.campaigns.urls")),
    path("apply/files/", include(own_patterns)),
    path("masar/", include("mission.masar.urls")),
    path("permits/", include("mission.permits.urls")),
    path("", include("mission.gates.urls")),
    path("jobs/", include("foundation.jobs.urls")),
    path("waiting-room/", include("foundation.waiting.urls")),
    path("submissions/", include("foundation.idempotency.urls")),
    path("progress/", include("foundation.progress.urls")),
    path("styleguide/", include("foundation.styleguide.urls")),
    path("api/", api.urls),
    path("brand/colours.css", branding.colours, name="brand-colours"),
    path("brand/emblem", branding.emblem, name="brand-emblem"),
    path("live/ticket", live.ticket, name="live-ticket"),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
]
