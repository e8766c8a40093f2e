"""Where a request comes from."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Answer the caller's address, seen past as many proxies as TRUSTED_PROXIES names.

    What stands further left in ``X-Forwarded-For`` the caller may have written; it is not read.
    """
    return str(get_adapter().get_client_ip(request))
