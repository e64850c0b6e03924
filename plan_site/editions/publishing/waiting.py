"""What is hidden while an edition waits for its moment does not go live with it."""

import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from plan_site.editions.document import document
from plan_site.editions.document import hide_again as hidden
from plan_site.editions.document.upgrades import upgraded
from plan_site.editions.models import Edition, database_now
from plan_site.web.middleware import is_desk_path


@transaction.atomic
def hide_again(now: datetime.datetime) -> int | None:
    """
    Take what is hidden today out of the edition that is to go live, if there is one.

    Gives its number if it had such a value; each machine then makes its pages anew.
    """
    to_come = Edition.objects.exclude(goes_live_at__lte=now)
    edition = to_come.select_for_update(of=("self",)).first()
    if edition is None:
        return None
    contents = upgraded(edition.contents)
    hide = hidden.today(contents)
    rows = hide.in_rows(contents["snapshot"])
    without = {**contents, "snapshot": rows, "log": hide.in_log(contents["log"])}
    if without == contents:
        return None
    document.rewrite(edition, {**without, "hidden": hide.as_data(contents, rows)})
    return edition.number


class TellsWhoHides(MiddlewareMixin):
    """Middleware: who hides a value that waits to go live is told what comes of it."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_act = request.method == "POST" and is_desk_path(request.path)
        number = hide_again(database_now()) if is_act else None
        if number is not None:
            gone = _(
                "Edition %(number)s, which is not live yet, had the value that is"
                " hidden now: it will go live without it. If the value could still be"
                " worked out from other groups, cancel the edition and publish anew."
            )
            messages.warning(request, gone % {"number": number})
        return response
