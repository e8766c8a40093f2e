"""Addresses of the public's sign-in, under ``/apply/``, and of the staff's pages for it."""

from django.urls import path

from mission.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.code, name="code"),
    path("sign-in/code/again/", views.resend, name="resend"),
    path("sign-in/passkey/asked/", views.passkey_asked, name="passkey_asked"),
    path("sign-in/passkey/used/", views.passkey_used, name="passkey_used"),
    path("sign-in/passkey/", views.passkey_offer, name="passkey_offer"),
    path("sign-in/passkey/new/", views.passkey_new, name="passkey_new"),
    path("sign-in/passkey/added/", views.passkey_added, name="passkey_added"),
    path(
        "sign-in/passkey/<uuid:passkey_id>/remove/", views.passkey_remove, name="passkey_remove"
    ),
    path("sign-in/identity/", views.identity_start, name="identity_start"),
    path("sign-in/identity/back/", views.identity_back, name="identity_back"),
    path("sign-in/account/", views.account, name="account"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("mobiles/", views.find_account, name="find"),
    path("mobiles/move/", views.move, name="move"),
]
