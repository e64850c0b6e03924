"""The sign-in forms: allauth's, with plain labels, and locked by axes."""

from unicodedata import decimal

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from pillars.models import Account

from . import auth_log, emails
from .lockout import find_person

# Seconds; longer than a code is valid on a phone whose clock is half a minute off.
CODE_SECONDS = 120
# allauth's error code for too many wrong codes of one person.
TOO_MANY = "too_many_login_attempts"


class PlainForm(forms.Form):
    """No placeholders; the first input has the focus."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if field.widget.input_type == "password":
                field.widget.attrs["spellcheck"] = "false"
            if field.widget.attrs.get("autocomplete") == "current-password":
                field.help_text = ""  # The pages link to the forgotten-password page.
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True


class SignInForm(PlainForm, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail address")
        self.fields["login"].widget.attrs.update(
            {"autocomplete": "username", "autocapitalize": "none"}
        )

    def user_credentials(self):
        """The library finds only addresses in lower case; some have capitals."""
        credentials = super().user_credentials()
        person = find_person(self.cleaned_data["login"])
        if person is not None:
            credentials["username"] = person.get_username()
        return credentials


class ReauthenticateForm(PlainForm, account.ReauthenticateForm):
    """The password again, before a page about the account's security."""


class ChangePasswordForm(PlainForm, account.ChangePasswordForm):
    """For a person who is signed in."""


class ForgottenPasswordForm(PlainForm, account.ResetPasswordForm):
    """Neither the response nor its time reveals whether an address is known."""

    def clean_email(self):
        email = self.cleaned_data["email"]
        people = get_user_model().objects.select_related("account")
        self.users = list(people.filter(email__iexact=email, is_active=True))
        return email

    def save(self, request, **_other):
        for user in self.users or [None]:
            auth_log.record("Password link asked for", user, request)
        emails.send_links_later(self.users)
        return self.cleaned_data["email"]


class NewPasswordForm(PlainForm, account.ResetPasswordKeyForm):
    """For a person who opened a link."""


class LinkForm(account.UserTokenForm):
    """The page that a link opens is in the person's language."""

    token_generator = emails.LinkTokens()

    def clean(self):
        cleaned = super().clean()
        if self.reset_user and (language := Account.desk_language_of(self.reset_user)):
            translation.activate(language)
        return cleaned


def normalize_code(code: str) -> str:
    """Letters and digits only, digits in ASCII."""
    return "".join(str(decimal(each, each)) for each in code if each.isalnum())


class CodeFields(PlainForm):
    """A code from the phone, or a recovery code; tries are limited, each works once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self):
        request, person = context.request, {"username": self.user.get_username()}
        if not AxesProxyHandler.is_allowed(request, person):
            request.axes_locked_out, request.axes_credentials = True, person
            self.refuse("too many tries")
        self.cleaned_data["code"] = normalize_code(self.cleaned_data["code"])
        try:
            code = super().clean_code()
        except forms.ValidationError as error:
            # The library's signal records a wrong code, but not a try over the limit.
            if error.code == TOO_MANY:
                self.record_refusal("too many tries")
            raise
        used = f"plan_site.code:{self.user.pk}:{code}"
        if not cache.add(used, True, timeout=CODE_SECONDS):
            self.refuse("used before")
        return code

    def refuse(self, reason: str):
        self.record_refusal(reason)
        raise get_mfa_adapter().validation_error("incorrect_code")

    def record_refusal(self, reason: str) -> None:
        event = f"Second factor refused, {reason}"
        auth_log.warn(event, self.user, context.request)


class CodeForm(CodeFields, mfa.AuthenticateForm):
    """The second factor, when signing in."""


class CodeAgainForm(CodeFields, mfa.ReauthenticateForm):
    """A code again, before a page about the account's security."""


class FirstCodeForm(CodeFields, totp.ActivateTOTPForm):
    """The first code proves that the phone is set up."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The six digits that the app shows")

    def clean_code(self):
        try:
            return super().clean_code()
        except forms.ValidationError:
            event = "Second factor not added, wrong code"
            auth_log.record(event, self.user, context.request)
            raise
