"""The addresses below ``/admin/accounts/``: only those of allauth that are needed."""

from allauth.account import urls as account
from allauth.mfa.base import urls as mfa
from allauth.mfa.recovery_codes import urls as recovery_codes
from allauth.mfa.totp import urls as totp
from django.contrib import admin
from django.urls import path, re_path
from django.views.generic import RedirectView

from . import views

VIEWS = {
    pattern.name: pattern.callback
    for urls in (account, mfa, recovery_codes, totp)
    for pattern in urls.urlpatterns
} | {
    "account_mine": admin.site.admin_view(views.my_account),
    # A person without a password gets a link, as after forgetting it.
    "account_set_password": RedirectView.as_view(pattern_name="account_reset_password"),
    "account_reset_password": views.forgotten_password,
}
# Each view at the address that is said here, under the name that allauth gives it.
ADDRESSES = {
    "": "account_mine",
    "login/": "account_login",
    "logout/": "account_logout",
    "inactive/": "account_inactive",
    "again/": "account_reauthenticate",
    "password/": "account_change_password",
    "password/first/": "account_set_password",
    "password/forgotten/": "account_reset_password",
    "password/forgotten/sent/": "account_reset_password_done",
    "password/new/done/": "account_reset_password_from_key_done",
    "code/": "mfa_authenticate",
    "code/again/": "mfa_reauthenticate",
    "phone/": "mfa_index",
    "phone/add/": "mfa_activate_totp",
    "phone/remove/": "mfa_deactivate_totp",
    "codes/": "mfa_view_recovery_codes",
    "codes/new/": "mfa_generate_recovery_codes",
    "codes/file/": "mfa_download_recovery_codes",
}
NEW_PASSWORD = "account_reset_password_from_key"  # noqa: S105 - a view's name

urlpatterns = [
    *(path(address, VIEWS[name], name=name) for address, name in ADDRESSES.items()),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        VIEWS[NEW_PASSWORD],
        name=NEW_PASSWORD,
    ),
]
