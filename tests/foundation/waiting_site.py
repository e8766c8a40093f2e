"""A site with a door, for tests: two addresses behind the waiting room, one free."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from config.urls import urlpatterns as real
from foundation.waiting.guard import behind_the_waiting_room


def inside(request):
    return HttpResponse("inside")


# These come first: the product has an address of its own behind the door.
urlpatterns = [
    path("apply/", inside),
    path("elsewhere/", behind_the_waiting_room(inside)),
    path("free/", inside),
    *real,
]
