"""The forms of signing in: allauth's, in our words and under axes' lock."""

from unicodedata import decimal

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from . import journal, letters, links
from .language import chosen_by
from .lockout import person_named

# Longer than a code from the phone holds, with a clock that is off by a step.
CODE_HOLDS = 120
# What allauth calls more wrong codes than it hears from all addresses together.
TOO_MANY = "too_many_login_attempts"


class Plain(forms.Form):
    """Labels that stay: no grey words in the boxes, the first box ready to type in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if field.widget.input_type == "password":
                field.widget.attrs["spellcheck"] = "false"
            if field.widget.attrs.get("autocomplete") == "current-password":
                field.help_text = ""  # The link for who forgot it is on the pages.
        first = next(iter(self.fields.values()), None)
        if first:
            first.widget.attrs["autofocus"] = True


class SignInForm(Plain, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name or e-mail address")
        self.fields["login"].widget.attrs.update(
            {"autocomplete": "username", "autocapitalize": "none"}
        )

    def user_credentials(self):
        """The library looks for an address in small letters only; some are not."""
        given = super().user_credentials()
        person = person_named(self.cleaned_data["login"])
        return {**given, "username": person.get_username()} if person else given


class AgainForm(Plain, account.ReauthenticateForm):
    """The password once more, before something that matters."""


class ChangeForm(Plain, account.ChangePasswordForm):
    """The password of whoever is signed in."""


class ForgottenForm(Plain, account.ResetPasswordForm):
    """
    The e-mail address of who forgot a password.

    Nobody learns from the answer, nor from how long it takes, whether an address is
    known here.
    """

    def clean_email(self):
        email = self.cleaned_data["email"]
        people = get_user_model().objects.select_related("account")
        self.users = list(people.filter(email__iexact=email, is_active=True))
        return email

    def save(self, request, **_other):
        journal.asked_for_link(request, self.users)
        letters.send_links_later(self.users)
        return self.cleaned_data["email"]


class NewPasswordForm(Plain, account.ResetPasswordKeyForm):
    """A password of one's own, by the link of an invitation or a letter."""


class EitherTokens:
    """Checks a link, of an invitation or for a new password."""

    def check_token(self, user, token: str) -> bool:
        return links.tokens_for(user).check_token(user, token)


class LinkForm(account.UserTokenForm):
    """The link that a person came by; the page speaks their language."""

    token_generator = EitherTokens()

    def clean(self):
        cleaned = super().clean()
        if self.reset_user and (language := chosen_by(self.reset_user)):
            translation.activate(language)
        return cleaned


def bare_code(written: str) -> str:
    """A code without spaces and signs, its digits as the phone's own."""
    return "".join(str(decimal(sign, sign)) for sign in written if sign.isalnum())


class CodeFields(Plain):
    """A code from the phone or a recovery code: bounded tries, and each code once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self):
        request, person = context.request, {"username": self.user.get_username()}
        if not AxesProxyHandler.is_allowed(request, person):
            request.axes_locked_out, request.axes_credentials = True, person
            journal.code_refused(request, self.user)
            raise get_mfa_adapter().validation_error("incorrect_code")
        self.cleaned_data["code"] = bare_code(self.cleaned_data["code"])
        try:
            code = super().clean_code()
        except forms.ValidationError as error:
            # A wrong one is written down by the library's signal.
            if error.code == TOO_MANY:
                journal.code_refused(request, self.user)
            raise
        used = f"plan_site.code:{self.user.pk}:{code}"
        if not cache.add(used, True, timeout=CODE_HOLDS):
            journal.code_repeated(request, self.user)
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class CodeForm(CodeFields, mfa.AuthenticateForm):
    """The second step of signing in."""


class CodeAgainForm(CodeFields, mfa.ReauthenticateForm):
    """A code once more, before something that matters."""


class FirstCodeForm(CodeFields, totp.ActivateTOTPForm):
    """The first code that a phone shows, which proves that it is set up."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The six digits that the app shows")

    def clean_code(self):
        try:
            return super().clean_code()
        except forms.ValidationError:
            journal.first_code_failed(context.request, self.user)
            raise


def desk_language_choices() -> list[tuple[str, str]]:
    """The desk's languages, and none: then the browser's holds."""
    return [("", _("As my browser says")), *settings.LANGUAGES]


class MyAccountForm(forms.Form):
    desk_language = forms.ChoiceField(
        label=_("Language of the desk"),
        choices=desk_language_choices,
        required=False,
        help_text=_("E-mails from this site come in it, too."),
    )
