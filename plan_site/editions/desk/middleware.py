"""What the desk has on all its pages: the plan's words, and news of an edition."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from pillars import words
from pillars.desk.page import desk_page
from pillars.models import Plan
from plan_site.editions.document.document import NewerFormatError
from plan_site.editions.models import database_now
from plan_site.editions.publishing.publish import hide_in_waiting_edition
from plan_site.web.middleware import is_desk, is_desk_path


class PlanWordsMiddleware(MiddlewareMixin):
    """Has the desk name lists, forms and columns as the current plan does."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        newest = Plan.objects.order_by("-is_current", "-first_year")
        plan = SimpleLazyObject(newest.first) if is_desk(request) else None
        with words.used_by(plan):
            return self.get_response(request)


class VersionSkewMiddleware(MiddlewareMixin):
    """Answers 503 if newer code than this machine's wrote the live edition."""

    def process_exception(self, request: HttpRequest, error: Exception):
        if not isinstance(error, NewerFormatError):
            return None
        title = _("This server needs a software update")
        return desk_page(request, "desk/publishing/newer.html", title, 503)


class HiddenValueMiddleware(MiddlewareMixin):
    """Tells whoever hides a value that waits to go live what comes of it."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_act = request.method == "POST" and is_desk_path(request.path)
        number = hide_in_waiting_edition(database_now()) if is_act else None
        if number is not None:
            gone = _(
                "Edition %(number)s, which is not live yet, had the value that is"
                " hidden now: it will go live without it. If the value could still be"
                " worked out from other groups, cancel the edition and publish anew."
            )
            messages.warning(request, gone % {"number": number})
        return response
