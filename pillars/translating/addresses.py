"""The addresses of the desk's pages for translating."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from . import hand_over, pages

ADDRESSES = [
    ("translations/", pages.translations, "translations"),
    ("translations/hand-over/", hand_over.hand_over, "hand_over"),
    ("translations/file.xlsx", hand_over.file_of_texts, "file_of_texts"),
]


def under(site: AdminSite) -> list[URLPattern]:
    """The pages, for whoever may sign in at a desk."""
    return [
        path(route, site.admin_view(view), name=f"pillars_plan_{name}")
        for route, view, name in ADDRESSES
    ]
