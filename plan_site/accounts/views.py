"""Pages about one's own account at the desk."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import i18n

from pillars.admin.people import group_name
from pillars.desk_page import desk_page
from pillars.models import Account

from . import language
from .forms import MyAccountForm


def my_account(request: HttpRequest) -> HttpResponse:
    """What a person looks after, and what they decide for themselves."""
    account = Account.of(request.user)
    form = MyAccountForm(
        request.POST or None, initial={"desk_language": account.desk_language}
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["desk_language"]
        language.choose(request.user, chosen)
        if chosen:
            translation.activate(chosen)
        messages.success(request, _("Your choice is saved."))
        return redirect("account_mine")
    names = dict(settings.LANGUAGES)
    return desk_page(
        request,
        "accounts/mine.html",
        _("My account"),
        form=form,
        pillars=account.pillars.select_related("plan") if account.pk else [],
        languages=[names[code] for code in account.writes],
        groups=map(group_name, request.user.groups.order_by("name")),
        has_phone=has_phone(request.user),
    )


def has_phone(user) -> bool:
    return is_mfa_enabled(user, [Authenticator.Type.TOTP])


def forgotten(request: HttpRequest) -> HttpResponse:
    """A link by e-mail for who forgot the password; or whom to ask for one."""
    if settings.MAIL_SERVER is None:
        return render(request, "accounts/ask_for_link.html")
    return account.password_reset(request)


def choose_language(request: HttpRequest) -> HttpResponse:
    """The language switch: who is signed in finds the choice again tomorrow."""
    answer = i18n.set_language(request)
    chosen = request.POST.get(i18n.LANGUAGE_QUERY_PARAMETER)
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        language.choose(request.user, chosen)
    return answer


def sign_in_first(login):
    """The admin's sign-in, given over to ours; who is no staff is told so."""
    secured = secure_admin_login(login)

    def view(request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not admin.site.has_permission(request):
            return render(request, "accounts/not_staff.html", status=403)
        return secured(request, extra_context)

    return view
