"""The site's addresses, a desk as slow as a test likes, and one that leads nowhere."""

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


urlpatterns = [
    path("admin/slow/<int:seconds>", slow),
    path("leads-nowhere/", RedirectView.as_view(url="/en/2022-26/nowhere/")),
    *urls.urlpatterns,
]
