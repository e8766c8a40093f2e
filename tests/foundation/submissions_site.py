"""A site with one form behind submit_once, for tests: each effect is a row to count."""

from __future__ import annotations

import threading

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as real
from foundation import clock
from foundation.idempotency.sending import submit_once
from foundation.progress.services import open_task
from foundation.refusals import Refusal
from foundation.scoping import Actor

SYSTEM = Actor.system("tests")
PAGE = """{% extends "plain.html" %}{% load ui %}{% block content %}<h1>Apply</h1>
<form class="form" method="post" action="/apply-here/" data-submit-once>
{% csrf_token %}{% submit_once_key %}
<label for="name">Name</label><input id="name" name="name" value="Amina">
<button class="button first">Send</button></form>{% endblock %}"""


class Gate:
    """Holds the view in its work, and breaks it, as a test wishes."""

    entered = threading.Event()
    go_on = threading.Event()
    go_on.set()


class NotToday(Refusal):
    code = "not_today"


@submit_once()
def apply(request):
    if request.method == "GET":
        return HttpResponse(engines["django"].from_string(PAGE).render({}, request))
    name = request.POST.get("name", "")
    task = open_task(kind="tests.apply", label=name, by=SYSTEM, at=clock.now())
    Gate.entered.set()
    Gate.go_on.wait(20)
    if name == "refused":
        raise NotToday()
    if name == "broken":
        raise RuntimeError("broken")
    if name == "wrong":
        return HttpResponse("wrong", status=422)
    if name == "told":
        return JsonResponse({"task": str(task.id)}, status=201)
    return HttpResponseRedirect(f"/done/{task.id}")


@submit_once(actor=lambda request: request.COOKIES.get("applicant", ""))
def apply_as(request):
    return apply.__wrapped__(request)


def done(request, task):
    return HttpResponse(f"<h1>Done {task}</h1>")


urlpatterns = [
    *real,
    path("apply-here/", apply),
    path("apply-as/", apply_as),
    path("done/<str:task>", done),
]
