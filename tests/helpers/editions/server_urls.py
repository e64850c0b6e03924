"""The site's addresses, a desk as slow as a test likes, and one that leads nowhere."""

import os
import time

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.generic import RedirectView

from plan_site import urls
from plan_site.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def slow(request: HttpRequest, seconds: int) -> HttpResponse:
    time.sleep(seconds)
    return HttpResponse("slow")


def busy(request: HttpRequest, seconds: int) -> HttpResponse:
    """Computes all the time, where ``slow`` only waits."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return HttpResponse("busy")


def worker(request: HttpRequest) -> HttpResponse:
    return HttpResponse(os.getpid())


urlpatterns = [
    path("admin/slow/<int:seconds>", slow),
    path("admin/busy/<int:seconds>", busy),
    path("admin/worker", worker),
    path("leads-nowhere/", RedirectView.as_view(url="/en/2022-26/nowhere/")),
    *urls.urlpatterns,
]
