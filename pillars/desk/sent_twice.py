"""
A form that is sent twice is saved once; the second time redirects to what was saved.

Each page has a random token, so that a second click, or a repeat after going back,
sends the same token with the same content. Changed content is another record. The
cache is a table of the database: its unique key is written with the record or not at
all.
"""

import functools
import hashlib
import json
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a field's name
SENT_TWICE = _("This form was sent twice and saved once. This is what was saved.")


def saved_once(
    view: Callable[..., HttpResponse], is_valid: Callable[[str], bool] = bool
) -> Callable[..., HttpResponse]:
    """Redirect a repeated form to its earlier address, if that ``is_valid``."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.submission = submission_key(request)
        page = None
        if (earlier := earlier_address(request)) and not is_valid(earlier):
            cache.delete(request.submission)
        try:
            if not earlier_address(request):
                page = view(request, *args, **kwargs)
                if page.status_code == 302:
                    save_target(request, page.url)
        except IntegrityError:
            if not earlier_address(request):
                raise
        if address := earlier_address(request):
            messages.info(request, SENT_TWICE)
            return redirect(address)
        return page

    return wrapper


def submission_key(request: HttpRequest) -> str:
    """Independent of the button; empty for a request that is no form."""
    if TOKEN not in request.POST:
        return ""
    fields = [pair for pair in request.POST.lists() if not pair[0].startswith("_")]
    content = json.dumps([request.user.pk, request.path, sorted(fields)])
    return f"sent-{hashlib.sha256(content.encode()).hexdigest()}"


def earlier_address(request: HttpRequest) -> str:
    """Empty if the form was not sent before."""
    return request.submission and cache.get(request.submission, "")


def save_target(request: HttpRequest, address: str) -> None:
    """
    In the transaction that saves the form.

    Raises ``IntegrityError`` if it was stored before; parallel requests wait here.
    """
    age = settings.SESSION_COOKIE_AGE
    if request.submission and not cache.add(request.submission, address, age):
        raise IntegrityError
    request.submission = ""
