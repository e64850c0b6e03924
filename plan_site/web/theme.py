"""The desk's look: what the theme, django-unfold, shows and loads on each page."""

from django.templatetags.static import static
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

asset = lazy(static, str)

THEME = {
    "SITE_TITLE": _("Strategic plan"),
    "SITE_HEADER": _("Strategic plan"),
    "SITE_ICON": asset("pillars/emblem.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": asset("pillars/emblem.svg")}
    ],
    "STYLES": [asset("editions/desk.css"), asset("pillars/desk.css")],
    "SCRIPTS": [
        *(asset(f"pillars/{name}.js") for name in ("operable", "place", "files")),
        asset("drafts/drafts.js"),
    ],
    "SHOW_LANGUAGES": True,
    "DASHBOARD_CALLBACK": "pillars.admin.desk.start_page",
    "SIDEBAR": {"navigation": "pillars.admin.desk.navigation"},
    "ACCOUNT": {"navigation": "plan_site.accounts.middleware.account_menu"},
}
