"""Errors if the live edition was written by newer code than this machine's."""

from django.core.management.base import BaseCommand, CommandError
from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from pillars.desk.page import desk_page
from plan_site.editions.document.document import NewerFormatError
from plan_site.editions.publishing.publish import PublishingError


class VersionSkewMiddleware(MiddlewareMixin):
    """A page with status 503."""

    def process_exception(self, request: HttpRequest, error: Exception):
        if not isinstance(error, NewerFormatError):
            return None
        title = _("This machine’s software is older than the live edition")
        return desk_page(request, "desk/publishing/newer.html", title, 503)


class EditionsCommand(BaseCommand):
    """Prints a publishing error in one line."""

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except NewerFormatError as error:
            raise CommandError(f"{error} Update this machine's software.") from None
        except PublishingError as refusal:
            raise CommandError(str(refusal)) from None
