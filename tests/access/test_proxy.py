"""Behind a proxy that ends TLS: what is secure, and who is calling."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from foundation.callers import address_of

# A form sent as a browser sends it, through a proxy; answers status and headers.
FORM = """
import django, json
django.setup()
from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
client = Client(enforce_csrf_checks=True, headers={"X-Forwarded-Proto": "https"})
client.cookies["csrftoken"] = token = _get_new_csrf_string()
answer = client.post(
    "/language/setlang/",
    {"language": "en", "csrfmiddlewaretoken": token},
    headers={"Host": "localhost", "Origin": "https://localhost"},
)
told = {"status": answer.status_code, "hsts": "Strict-Transport-Security" in answer.headers}
print(json.dumps(told | {"proxies": settings.ALLAUTH_TRUSTED_PROXY_COUNT}))
"""


def test_a_form_that_came_over_tls_is_taken_and_answered_securely():
    environment = os.environ | {"SECURE_TRANSPORT": "true", "TRUSTED_PROXIES": "1"}
    done = subprocess.run(
        [sys.executable, "-c", FORM], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "status": 302,
        "hsts": True,
        "proxies": 1,
    }


@pytest.mark.parametrize(
    ("proxies", "address"), [(0, "10.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")]
)
def test_the_caller_is_seen_past_our_own_proxies_only(rf, settings, proxies, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = rf.get(
        "/",
        REMOTE_ADDR="10.0.0.1",
        headers={"X-Forwarded-For": "192.0.2.66, 198.51.100.7, 203.0.113.9"},
    )
    assert address_of(request) == address
