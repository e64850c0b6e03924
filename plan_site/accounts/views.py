"""My account, and an administrator's help for a person who cannot sign in."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import i18n

from pillars.desk.page import desk_page
from pillars.models import Account

from . import auth_log, emails
from .middleware import has_phone

NOT_SENT = gettext_lazy(
    "The e-mail could not be sent. Please give this person the link below."
)


def my_account(request: HttpRequest) -> HttpResponse:
    account, names = Account.of(request.user), dict(settings.LANGUAGES)
    return desk_page(
        request,
        "desk/accounts/mine.html",
        _("My account"),
        pillars=account.pillars.select_related("plan") if account.pk else [],
        languages=[names[code] for code in account.writes],
        groups=request.user.groups.order_by("name"),
        has_phone=has_phone(request.user),
    )


def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Send a link by e-mail; without a mail server, say whom to ask for one."""
    if not settings.MAIL_SERVER:
        return render(request, "desk/accounts/ask_for_link.html")
    return account.password_reset(request)


def choose_language(request: HttpRequest) -> HttpResponse:
    """Django's language switch; also saves the choice of a signed-in person."""
    response = i18n.set_language(request)
    chosen = request.POST.get(i18n.LANGUAGE_QUERY_PARAMETER)
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        choice = {"desk_language": chosen}
        Account.objects.update_or_create(user=request.user, defaults=choice)
    return response


def require_staff(login):
    """Replace the admin's login by allauth's; explain to a user who is not staff."""
    secured = secure_admin_login(login)

    def view(request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not admin.site.has_permission(request):
            return render(request, "desk/accounts/not_staff.html", status=403)
        return secured(request, extra_context)

    return view


def sign_in_help(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """An administrator's page about a person who cannot sign in."""
    person = model_admin.get_object(request, object_id)
    if person is None:
        raise Http404
    if not model_admin.has_change_permission(request, person):
        raise PermissionDenied
    if request.method == "POST":
        if act := ACTS.get(request.POST.get("act")):
            act(request, person)
        return redirect("admin:auth_user_sign_in_help", person.pk)
    if person.is_active:
        auth_log.record(f"Link shown to {request.user}", person, request)
    return desk_page(
        request,
        "desk/accounts/sign_in_help.html",
        _("Help with signing in: %(name)s") % {"name": person},
        person=person,
        link=emails.password_link(person) if person.is_active else "",
        days=emails.link_days(person),
        invited=emails.is_invited(person),
        can_send=emails.can_email(person),
        has_phone=has_phone(person),
    )


def send_link(request: HttpRequest, person) -> None:
    if person.is_active and emails.can_email(person) and emails.send_link(person):
        sent = _("The e-mail is on its way to %(address)s.")
        messages.success(request, sent % {"address": person.email})
    else:
        messages.error(request, NOT_SENT)


def forget_phone(request: HttpRequest, person) -> None:
    Authenticator.objects.filter(user=person).delete()
    auth_log.warn(f"Second factor removed by {request.user}", person, request)
    messages.success(request, _("The phone and the recovery codes no longer work."))


def unlock(request: HttpRequest, person) -> None:
    reset(username=person.get_username())
    auth_log.record(f"Unlocked by {request.user}", person, request)
    messages.success(request, _("This person can try again now."))


ACTS = {"send": send_link, "forget_phone": forget_phone, "unlock": unlock}
