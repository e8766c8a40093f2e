"""Showing a page with the help lines on it, and saying a refusal at the head of the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foundation.refusals import Refusal
from foundation.wording import sentence
from mission.season.queries import help_lines


def tell(request: HttpRequest, refusal: Refusal) -> None:
    """Say a refusal on the page that is shown next; what may not be known stays a 404."""
    if refusal.status == 404:
        raise refusal
    messages.error(request, sentence(refusal))


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Show a page of the application; the numbers that help stand on every one."""
    lines = help_lines()
    return render(request, template, {"help_lines": lines} | dict(context or {}))
