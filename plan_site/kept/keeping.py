"""
What is kept of a form that cannot be saved now, for how long, and who gets it back.

Only forms of the plan and of its editions, sent by a page of this site: what another
site makes a browser send is never kept, so that nobody is led to save it. Passwords and
files are never kept.
"""

import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from pillars.desk.sent_twice import TOKEN

from .browser import Browser
from .models import KeptForm, Why

MARKER = "_kept"
HOURS = 12
CHARACTERS_AT_MOST = 1_000_000
# Nothing larger is even read: a file that comes along is not kept anyway.
SENT_AT_MOST = 16_000_000
EACH_AT_MOST = 10
# All that browsers may keep together of which nobody knows who uses them.
UNKNOWN_AT_MOST = 20
APPS = ("pillars_", "editions_")
# Asked by a script and shown by it, not typed into a page that is gone.
NO_FORMS = ("_preview_text",)
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}
# What would be done with a form, as against what was typed into it.
ACTS = {TOKEN, "_save", "_continue", "_addanother", "_saveasnew"}


class TooLargeError(ValueError):
    """More was typed than is kept."""


def may_be_kept(request: HttpRequest) -> bool:
    """Whether a request is a form of the plan, sent from one of this site's pages."""
    match = request.resolver_match
    return (
        request.method == "POST"
        and match is not None
        and match.app_names == ["admin"]
        and (match.url_name or "").startswith(APPS)
        and not match.url_name.endswith(NO_FORMS)
        and request.content_type in FORM_TYPES
        and is_from_here(request)
        # Every form of the desk sends a token, were it a stale one.
        and (is_too_long(request) or TOKEN in request.POST)
    )


def is_too_long(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > SENT_AT_MOST


def is_from_here(request: HttpRequest) -> bool:
    """
    Whether a page of this site sent a form, by what the browser itself says.

    Browsers say where each form comes from; a page has no say in it.
    """
    headers = request.headers
    here = f"{request.scheme}://{request.get_host()}"
    if headers.get("Origin", here) != here:
        return False
    if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    if headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return False
    referrer = urlsplit(headers.get("Referer", here))
    return f"{referrer.scheme}://{referrer.netloc}" == here


def keep(request: HttpRequest, why: Why) -> KeptForm:
    """Keep what was typed. Raises ``TooLargeError`` if it is too much."""
    if is_too_long(request):
        raise TooLargeError
    typed = without_acts(request.POST).urlencode()
    if len(typed) > CHARACTERS_AT_MOST:
        raise TooLargeError
    browser = request.desk_browser = request.desk_browser.known()
    kept = KeptForm(
        browser=browser.digest,
        user=who_typed(request),
        path=without_marker(request.get_full_path()),
        typed=typed,
        why=why,
        had_files=bool(request.FILES),
        kept_at=timezone.now(),
    )
    with transaction.atomic():
        kept.save()
        make_room(kept)
    return kept


def without_acts(sent: QueryDict) -> QueryDict:
    """What was typed into a form: no token, no button, no password."""
    typed = QueryDict(mutable=True)
    for name, values in sent.lists():
        if name not in ACTS and "password" not in name.lower():
            typed.setlist(name, values)
    return typed


def who_typed(request: HttpRequest):
    """Who is signed in, else who was before in this browser; None if unknown."""
    if request.user.is_authenticated:
        return request.user
    key = request.desk_browser.user_key
    return get_user_model().objects.filter(pk=key).first() if key else None


def make_room(newest: KeptForm) -> None:
    """Let go of what is too old, and of the oldest where there is too much."""
    KeptForm.objects.exclude(kept_at__gt=oldest_moment()).delete()
    if newest.user_id:
        some, most = KeptForm.objects.filter(browser=newest.browser), EACH_AT_MOST
    else:
        some, most = KeptForm.objects.filter(user=None), UNKNOWN_AT_MOST
    too_many = list(some.values_list("pk", flat=True)[most:])
    KeptForm.objects.filter(pk__in=too_many).delete()


def oldest_moment() -> datetime.datetime:
    return timezone.now() - datetime.timedelta(hours=HOURS)


def kept_for(request: HttpRequest) -> QuerySet[KeptForm]:
    """
    What the person who is signed in may have back.

    It takes the browser that sent it, and whoever had last been signed in with that
    browser; where that is not known, whoever signs in there next.
    """
    browser: Browser = request.desk_browser
    if not browser.word:
        return KeptForm.objects.none()
    return KeptForm.objects.filter(
        Q(user=request.user.pk) | Q(user=None),
        browser=browser.digest,
        kept_at__gt=oldest_moment(),
    )


def with_marker(kept: KeptForm) -> str:
    """The address at which a kept form is shown again."""
    path, _mark, query = kept.path.partition("?")
    marked = [*parse_qsl(query, keep_blank_values=True), (MARKER, str(kept.pk))]
    return f"{path}?{urlencode(marked)}"


def without_marker(address: str) -> str:
    """An address of which the marker of an earlier time is taken off."""
    path, _mark, query = address.partition("?")
    rest = [
        pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != MARKER
    ]
    return f"{path}?{urlencode(rest)}" if rest else path
