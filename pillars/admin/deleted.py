"""The desk's page of what was deleted, and the way back."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pillars.deletions import deletions
from pillars.desk_page import desk_page
from pillars.lineage import KINDS
from pillars.locks import LockedError

from .bringing_back import bring_back
from .history import CONFLICT

ACTS_A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def recently_deleted(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return page(request)
    named = request.POST.get("act")
    act = next((act for act in deletions() if act.key == named), None)
    if act is None:
        return page(request, [_("It is back already, or there is no such deletion.")])
    try:
        bring_back(act, request)
    except ValidationError as refusal:
        return page(request, refusal.messages)
    except LockedError as refusal:
        return page(request, [str(refusal)])
    messages.success(
        request, _("Brought back: %(names)s") % {"names": ", ".join(act.named)}
    )
    return redirect("admin:pillars_plan_recently_deleted")


def page(request: HttpRequest, refusals: list[str] = ()) -> HttpResponse:
    """All acts, the newest first, of what the person may see."""
    desks = {model: admin.site.get_model_admin(model) for model in KINDS}
    seen = {m for m in KINDS if desks[m].has_view_or_change_permission(request)}
    addable = {m for m in KINDS if desks[m].has_add_permission(request)}
    acts = [act for act in deletions() if act.kinds <= seen]
    acts = Paginator(acts, ACTS_A_PAGE).get_page(request.GET.get("p"))
    shown = [(act, act.kinds <= addable) for act in acts]
    return desk_page(
        request,
        "admin/pillars/history/deleted.html",
        _("Recently deleted"),
        CONFLICT if refusals else 200,
        refusal=refusals,
        page=acts,
        shown=shown,
    )
