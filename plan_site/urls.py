"""All addresses of the site: the plan in each language, its short links, the desk."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from pillars.public import urls as pillars_urls
from pillars.public import views
from plan_site.editions.data import urls as data_urls
from plan_site.editions.public import urls as editions_urls

from .accounts.views import choose_language, require_staff

handler400 = "pillars.public.views.bad_request"
handler403 = "pillars.public.views.permission_denied"
handler404 = "pillars.public.views.page_not_found"
handler500 = "pillars.public.views.server_error"

admin.site.login = require_staff(admin.site.login)

urlpatterns = [
    path("admin/language/", choose_language, name="set_language"),
    path("admin/kept/", include("plan_site.drafts.urls")),
    path("admin/accounts/", include("plan_site.accounts.urls")),
    path(
        "admin/password_change/",
        RedirectView.as_view(pattern_name="account_change_password"),
    ),
    # One search for the desk: the theme's own fails on bad page numbers.
    path(
        "admin/search/", RedirectView.as_view(pattern_name="admin:pillars_plan_search")
    ),
    path("admin/", admin.site.urls),
    path("preview/", include("plan_site.editions.urls")),
    path("", views.reader_language, name="root"),
    path("", include((editions_urls.root_files, "root"))),
    path("", include((data_urls.files, "files"))),
    *i18n_patterns(
        path("", include(data_urls)),
        path("", include("plan_site.editions.public.urls")),
        path("", include(pillars_urls)),
    ),
    path("", include((editions_urls.short_links, "paper"))),
    # Last, as they look like any other address.
    path("", include((pillars_urls.files + pillars_urls.short_links, "short"))),
]
