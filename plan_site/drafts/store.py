"""
Which form data is stored, for how long, and who gets it back.

Only forms of the plan and of its editions, sent by a page of this site: another site
must not be able to plant a draft for an editor to save. Passwords and files are never
stored.
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

# The field, and the query parameter, with the key of a form's draft.
KEY = "_draft"
# The header with which our script stores an open form; ``unchanged`` if the form is
# again as it was opened.
AUTOSAVE = "X-Draft"
HOURS = 12
MAX_CHARACTERS = 1_000_000
# The page *Translations* alone has 25 forms.
MAX_PER_USER = 40
# For all drafts of unknown users together.
MAX_UNKNOWN = 20
FORMS = ("admin:pillars_", "admin:editions_")
IGNORED_FIELDS = {TOKEN, KEY, "_save", "_continue", "_addanother", "_saveasnew"}

COOKIE = "desk_browser"
SALT = "plan_site.kept.browser"
PATH = "/admin/"


def read_cookie(request: HttpRequest) -> tuple[str, str]:
    """
    A browser's random token, and the key of the user last signed in there.

    Both are empty if unknown. The cookie outlives the session.
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
        # A script calls it and shows the response itself.
        and not view.endswith("_preview_text")
        # Set by the browser; a page cannot change these headers.
        and headers.get("Origin", here) == here
        and headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        # Every form of the desk sends a token, even if it is stale.
        and TOKEN in request.POST
    )


def form_key(request: HttpRequest) -> uuid.UUID:
    """The key that the request gives; else a new one."""
    try:
        return uuid.UUID(request.POST.get(KEY) or request.GET.get(KEY, ""))
    except ValueError:
        return uuid.uuid4()


def save(request: HttpRequest, reason: Reason) -> Draft | None:
    """Replaces the form's earlier draft; None if it is too large."""
    form_data = without_buttons(request.POST).urlencode()
    if len(form_data) > MAX_CHARACTERS:
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
    """The user signed in now, else last in this browser; None if unknown."""
    if request.user.is_authenticated:
        return request.user
    key = request.last_user_key
    return get_user_model().objects.filter(pk=key).first() if key else None


def without_buttons(form_data: QueryDict) -> QueryDict:
    """Also without the token and passwords."""
    fields = QueryDict(mutable=True)
    for name, values in form_data.lists():
        if name not in IGNORED_FIELDS and "password" not in name.lower():
            fields.setlist(name, values)
    return fields


def delete_surplus(user) -> None:
    """Delete drafts that are too old, and the user's oldest beyond the limit."""
    Draft.objects.filter(saved_at__lte=oldest_allowed()).delete()
    limit = MAX_PER_USER if user else MAX_UNKNOWN
    surplus = Draft.objects.filter(user=user).values_list("pk", flat=True)[limit:]
    Draft.objects.filter(pk__in=list(surplus)).delete()


def oldest_allowed() -> datetime.datetime:
    return timezone.now() - datetime.timedelta(hours=HOURS)


def delete_saved(request: HttpRequest) -> None:
    """
    The form's own draft, and others in which nothing was typed but what is saved now:
    a form that was refused, left, and filled in anew.
    """
    saved = [
        draft.pk
        for draft in others_of_form(request)
        if all(
            value in {"", *request.POST.getlist(name)}
            for name, values in draft.fields.lists()
            for value in values
        )
    ]
    drafts_of(request).filter(pk__in=[request.form_key, *saved]).delete()


def others_of_form(request: HttpRequest) -> QuerySet[Draft]:
    same = drafts_of(request).filter(address__startswith=f"{request.path}?")
    return same.exclude(pk=request.form_key)


def drafts_of(request: HttpRequest) -> QuerySet[Draft]:
    """
    Those that the person who is signed in may see.

    A form sent after signing out is shown only in its browser; if its user is unknown,
    to the next person who signs in there.
    """
    here = request.browser_digest
    own = Q(user=request.user.pk, browser__in=["", here]) | Q(user=None, browser=here)
    return Draft.objects.filter(own, saved_at__gt=oldest_allowed())
