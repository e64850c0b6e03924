"""
What is stored of a form that is not saved, for how long, and who gets it back.

Only forms of the plan and of its editions, sent by a page of this site: what another
site makes a browser send is never stored, so that nobody is led to save it. Passwords
and files are never stored.
"""

import datetime
import uuid

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from pillars.desk.sent_twice import TOKEN

from .models import Draft, Reason

# The key of a form's draft: in the form, and in the address that shows the draft again.
KEY = "_draft"
# How our script says that an open form is to be stored, not saved; ``unchanged`` where
# it is again as it was opened.
AUTOSAVE = "X-Draft"
HOURS = 12
CHARACTERS_AT_MOST = 1_000_000
# Nothing larger is even read: a file that comes along is not stored anyway.
REQUEST_AT_MOST = 16_000_000
# The page *Translations* alone has 25 forms.
EACH_AT_MOST = 40
# For all browsers together of which nobody knows who uses them.
UNKNOWN_AT_MOST = 20
FORMS = ("admin:pillars_", "admin:editions_")
# Sent by a script that shows the answer itself.
NO_FORMS = ("_preview_text",)
NOT_TYPED = {TOKEN, KEY, "_save", "_continue", "_addanother", "_saveasnew"}

COOKIE = "desk_browser"
SALT = "plan_site.kept.browser"
PATH = "/admin/"


def read_cookie(request: HttpRequest) -> tuple[str, str]:
    """
    A browser's random token, and the key of who was last signed in there.

    Both are empty where they are not known. The cookie outlives the session.
    """
    age = settings.SESSION_COOKIE_AGE
    value = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=age)
    token, _colon, user_key = value.partition(":")
    return token, user_key


def set_cookie(response: HttpResponse, token: str, user_key: str) -> None:
    response.set_signed_cookie(
        COOKIE,
        f"{token}:{user_key}",
        salt=SALT,
        max_age=settings.SESSION_COOKIE_AGE,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def may_be_stored(request: HttpRequest) -> bool:
    """Whether it is a form of the plan that a page of this site sent."""
    view, headers = request.resolver_match.view_name, request.headers
    here = f"{request.scheme}://{request.get_host()}"
    return (
        request.method == "POST"
        and view.startswith(FORMS)
        and not view.endswith(NO_FORMS)
        # Browsers say where a form comes from; a page has no say in it.
        and headers.get("Origin", here) == here
        and headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        # Every form of the desk sends a token, be it a stale one.
        and (is_too_long(request) or TOKEN in request.POST)
    )


def is_too_long(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > REQUEST_AT_MOST


def form_key(request: HttpRequest) -> uuid.UUID:
    """The key of the draft of a form, as its request says it; else a new one."""
    try:
        return uuid.UUID(request.POST.get(KEY) or request.GET.get(KEY, ""))
    except ValueError:
        return uuid.uuid4()


def save(request: HttpRequest, reason: Reason) -> Draft | None:
    """
    Store a form's data, instead of what was stored of that form before.

    None if it is too much.
    """
    if is_too_long(request):
        return None
    form_data = without_buttons(request.POST).urlencode()
    if len(form_data) > CHARACTERS_AT_MOST:
        return None
    user = editor_of(request)
    browser = "" if reason == Reason.LEFT else request.browser_digest
    own = Q(user=user) if user else Q(user=None, browser=browser)
    key = form_key(request)
    if Draft.objects.filter(pk=key).exclude(own).exists():
        key = uuid.uuid4()
    query = request.GET.copy()
    query[KEY] = str(key)
    draft, _is_new = Draft.objects.update_or_create(
        pk=key,
        defaults={
            "browser": browser,
            "user": user,
            "address": f"{request.path}?{query.urlencode()}",
            "form_data": form_data,
            "reason": reason,
            "had_files": bool(request.FILES),
            "saved_at": timezone.now(),
        },
    )
    delete_surplus(user)
    return draft


def editor_of(request: HttpRequest):
    """Who is signed in, else who was before in this browser; None if unknown."""
    if request.user.is_authenticated:
        return request.user
    key = request.last_user_key
    return get_user_model().objects.filter(pk=key).first() if key else None


def without_buttons(form_data: QueryDict) -> QueryDict:
    """What was typed into a form: no token, no button, no password."""
    typed = QueryDict(mutable=True)
    for name, values in form_data.lists():
        if name not in NOT_TYPED and "password" not in name.lower():
            typed.setlist(name, values)
    return typed


def delete_surplus(user) -> None:
    """Delete what is too old, and one person's oldest where there is too much."""
    Draft.objects.filter(saved_at__lte=oldest_moment()).delete()
    most = EACH_AT_MOST if user else UNKNOWN_AT_MOST
    surplus = Draft.objects.filter(user=user).values_list("pk", flat=True)[most:]
    Draft.objects.filter(pk__in=list(surplus)).delete()


def oldest_moment() -> datetime.datetime:
    return timezone.now() - datetime.timedelta(hours=HOURS)


def drafts_of(request: HttpRequest) -> QuerySet[Draft]:
    """
    What the person who is signed in may have back.

    A form that was sent signed out also takes the browser that sent it; where nobody
    knows whose it was, whoever signs in there next may have it.
    """
    here = request.browser_digest
    own = Q(user=request.user.pk, browser__in=["", here]) | Q(user=None, browser=here)
    return Draft.objects.filter(own, saved_at__gt=oldest_moment())
