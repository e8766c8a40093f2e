"""The way in by a code: who, the code, and out again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.callers import address_of
from foundation.clock import now
from foundation.phones import format_phone
from foundation.scoping import applicant_page, open_page
from mission.accounts import presenters, queries, services
from mission.accounts.forms import CodeForm, SignInForm
from mission.accounts.models import Account, SignIn
from mission.accounts.rules import resend_wait
from mission.accounts.views import sessions
from mission.season.queries import help_lines

PASSKEY_COOKIE = "passkey_offered"


@open_page("whoever applies comes in here")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask who it is; what is answered is the same whether the id is known or not."""
    sessions.keep_next(request)
    if queries.account_of(request) is not None:
        return redirect(sessions.taken_next(request))
    if settings.OIDC_ISSUER:
        return redirect("accounts:identity_start")
    form = SignInForm(request.POST or None, region=queries.phone_region())
    if request.method == "POST" and form.is_valid() and _began(request, form):
        return redirect("accounts:code")
    return render(request, "accounts/sign_in.html", _with_help({"form": form}))


def _began(request: HttpRequest, form: SignInForm) -> bool:
    given = form.cleaned_data
    wait = _begin(request, national_id=given["national_id"], mobile=given["mobile"])
    if wait is not None:
        form.add_error(None, presenters.wait_sentence(wait))
    return wait is None


def _begin(request: HttpRequest, *, national_id: str, mobile: str) -> timedelta | None:
    begun = services.begin_sign_in(
        national_id=national_id,
        mobile=mobile,
        address=address_of(request),
        language="en" if get_language() == "en" else "ar",
        by=sessions.VISITOR,
        at=now(),
    )
    if begun.sign_in is not None:
        sessions.keep_on_the_way(request, begun.sign_in)
    return begun.wait


@open_page("opens only for the browser that began this sign-in")
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and let its holder in."""
    begun = _on_the_way(request)
    if begun is None:
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proved = services.prove_code(
            sign_in_id=begun.id, code=form.cleaned_data["code"], by=sessions.VISITOR, at=now()
        )
        if proved.account is not None:
            return _entered(request, proved.account)
        form.add_error("code", presenters.wrong_code_sentence(proved.tries_left))
    wait = resend_wait(begun.begun_at, at=now())
    context = {
        "form": form,
        "mobile": format_phone(begun.mobile),
        "wait": -(-int(wait.total_seconds() * 1000) // 1000),
    }
    return render(request, "accounts/code.html", _with_help(context))


def _on_the_way(request: HttpRequest) -> SignIn | None:
    kept = sessions.on_the_way(request)
    return None if kept is None else queries.sign_in(kept)


def _entered(request: HttpRequest, account: Account) -> HttpResponse:
    """Let somebody in; who has no passkey and was not asked lately is offered one."""
    sessions.enter(request, account)
    if PASSKEY_COOKIE in request.COOKIES or queries.passkeys_of(account):
        return redirect(sessions.taken_next(request))
    return redirect("accounts:passkey_offer")


@open_page("opens only for the browser that began this sign-in")
@require_POST
def resend(request: HttpRequest) -> HttpResponse:
    """Have another code sent to the same mobile."""
    begun = _on_the_way(request)
    if begun is None:
        return redirect("accounts:sign_in")
    wait = resend_wait(begun.begun_at, at=now())
    if wait:
        messages.info(request, presenters.resend_sentence(wait))
        return redirect("accounts:code")
    limited = _begin(request, national_id=begun.national_id, mobile=begun.mobile)
    if limited is not None:
        messages.error(request, presenters.wait_sentence(limited))
    else:
        messages.success(request, _("We asked for another code. Only the newest one holds."))
    return redirect("accounts:code")


@applicant_page
def account(request: HttpRequest) -> HttpResponse:
    """Show the account that is signed in, its passkeys, and the way out."""
    known = queries.account_of(request)
    if known is None:  # it ended in this very moment
        return redirect("accounts:sign_in")
    row = presenters.account_row(known)
    context = {
        "row": row,
        "passkeys": queries.passkeys_of(known),
        "home": sessions.home_address(),
        "has_home": sessions.home_address() != reverse("accounts:account"),
    }
    return render(request, "accounts/account.html", _with_help(context))


@open_page("whoever is signed in may leave")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session on this device."""
    sessions.leave(request)
    messages.success(request, _("You are signed out."))
    # With an identity service the sign-in page would lead straight back in.
    if settings.OIDC_ISSUER:
        return render(request, "accounts/signed_out.html", _with_help({}))
    return redirect("accounts:sign_in")


def _with_help(context: dict[str, Any]) -> dict[str, Any]:
    return context | {"help_lines": help_lines()}
