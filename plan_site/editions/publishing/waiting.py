"""What is hidden while an edition waits for its moment does not go live with it."""

import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from plan_site.editions.document.document import Document, rewrite
from plan_site.editions.models import Edition, database_now
from plan_site.web.middleware import is_desk_path


@transaction.atomic
def hide_in_waiting_edition(now: datetime.datetime) -> int | None:
    """The number of the edition to go live, if a value was taken out of it."""
    to_come = Edition.objects.exclude(goes_live_at__lte=now)
    edition = to_come.select_for_update(of=("self",)).first()
    if edition is None:
        return None
    document = Document.read(edition.contents)
    without = document.hide_again()
    if (without.snapshot, without.log) == (document.snapshot, document.log):
        return None
    rewrite(edition, without)
    return edition.number


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
