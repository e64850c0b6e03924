"""The addresses of the desk's pages for translating."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from . import pages

ADDRESSES = [
    ("translations/", pages.translations, "translations"),
]


def under(site: AdminSite) -> list[URLPattern]:
    """The pages, for whoever may sign in at a desk."""
    return [
        path(route, site.admin_view(view), name=f"pillars_plan_{name}")
        for route, view, name in ADDRESSES
    ]
