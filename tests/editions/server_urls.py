"""The site's addresses, and one at the desk that is as slow as a test likes."""

import time

from django.http import HttpRequest, HttpResponse
from django.urls import path

from plan_site import urls
from plan_site.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def slow(request: HttpRequest, seconds: int) -> HttpResponse:
    time.sleep(seconds)
    return HttpResponse("slow")


urlpatterns = [path("admin/slow/<int:seconds>", slow), *urls.urlpatterns]
