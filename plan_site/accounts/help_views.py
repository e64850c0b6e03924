"""What an administrator can do for somebody who cannot sign in."""

import logging

from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from pillars.desk_page import desk_page

from . import journal, letters, links
from .views import has_phone


def sign_in_help(desk, request: HttpRequest, object_id: str) -> HttpResponse:
    person = desk.get_object(request, object_id)
    if person is None:
        raise Http404
    if not desk.has_change_permission(request, person):
        raise PermissionDenied
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act"))
        if act is not None:
            act(request, person)
        return redirect(reverse("admin:auth_user_sign_in_help", args=[person.pk]))
    if person.is_active:
        journal.note(
            logging.INFO,
            f"Link shown to {request.user.get_username()}",
            person,
            request,
        )
    return desk_page(
        request,
        "accounts/sign_in_help.html",
        _("Help with signing in: %(name)s") % {"name": person},
        person=person,
        link=links.link_for(person) if person.is_active else "",
        days=links.days_of(person),
        invited=links.is_invited(person),
        can_send=letters.can_be_sent_to(person),
        has_phone=has_phone(person),
    )


def not_sent() -> str:
    """What is said when the mail server did not take a letter."""
    return _("The e-mail could not be sent. Please hand over the link below yourself.")


def send(request: HttpRequest, person) -> None:
    """Send the link again."""
    if (
        person.is_active
        and letters.can_be_sent_to(person)
        and letters.send_link(person)
    ):
        said = _("The e-mail is on its way to %(address)s.")
        messages.success(request, said % {"address": person.email})
    else:
        messages.error(request, not_sent())


def forget_phone(request: HttpRequest, person) -> None:
    """Let somebody who lost a phone sign in without it, and set up another."""
    Authenticator.objects.filter(user=person).delete()
    journal.note(
        logging.WARNING,
        f"Second factor removed by {request.user.get_username()}",
        person,
        request,
    )
    messages.success(request, _("The phone and the recovery codes no longer count."))


def unlock(request: HttpRequest, person) -> None:
    reset(username=person.get_username())
    journal.note(
        logging.INFO, f"Unlocked by {request.user.get_username()}", person, request
    )
    messages.success(request, _("They can try again at once."))


ACTS = {"send": send, "forget_phone": forget_phone, "unlock": unlock}
