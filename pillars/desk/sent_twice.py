"""
A form that is sent twice saves once; the second is led to what the first one saved.

Each page has a random token, so an editor who presses a button twice, or goes back and
sends the same again, sends the same token with the same content. Changed content is
another record. The cache is a table of the database: its unique key is written with the
record, or not at all.
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
    view: Callable[..., HttpResponse], holds: Callable[[str], bool] = bool
) -> Callable[..., HttpResponse]:
    """A view that saves a form again only if what it led to no longer ``holds``."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.sending = key_of(request)
        page = None
        if (before := address_before(request)) and not holds(before):
            cache.delete(request.sending)
        try:
            if not address_before(request):
                page = view(request, *args, **kwargs)
                if page.status_code == 302:
                    remember(request, page.url)
        except IntegrityError:
            if not address_before(request):
                raise
        if address := address_before(request):
            messages.info(request, SENT_TWICE)
            return redirect(address)
        return page

    return answer


def key_of(request: HttpRequest) -> str:
    """The same for one form, whichever button sent it; empty for no form."""
    if TOKEN not in request.POST:
        return ""
    sent = [pair for pair in request.POST.lists() if not pair[0].startswith("_")]
    what = json.dumps([request.user.pk, request.path, sorted(sent)])
    return f"sent-{hashlib.sha256(what.encode()).hexdigest()}"


def address_before(request: HttpRequest) -> str:
    """Where the same form led when it was sent before; else empty."""
    return request.sending and cache.get(request.sending, "")


def remember(request: HttpRequest, address: str) -> None:
    """
    Store where a form leads, in the transaction that saves it.

    Raises ``IntegrityError`` if it was stored before; two wait for each other here.
    """
    age = settings.SESSION_COOKIE_AGE
    if request.sending and not cache.add(request.sending, address, age):
        raise IntegrityError
    request.sending = ""
