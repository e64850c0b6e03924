"""
Addresses of a plan's data: behind a language's prefix what is in that language, and
``files`` at the root.
"""

from django.urls import path

from plan_site.editions.public.accessibility_report import openacr

from . import views
from .files import FILES
from .pages import PAGES

app_name = "data"

urlpatterns = [
    path("<str:slug>/data/", views.data_page, name="data"),
    path("<str:slug>.json", views.plan_data, name="plan"),
    path("<str:slug>/groups/<str:group>.json", views.group_data, name="group"),
    *(
        path(f"<str:slug>/{name}.json", views.page_data, {"code": name}, name="page")
        for name in PAGES
    ),
    path("<str:slug>/<str:code>.json", views.page_data, name="page"),
]

files = [
    path("accessibility-report.yaml", openacr, name="openacr"),
    path("data.json", views.catalog, name="catalog"),
    *(
        path(f"<str:slug>/data/{name}", views.file, {"name": name}, name=name)
        for name in FILES
    ),
    path("<str:slug>/data/<str:code>.csv", views.measure_file, name="measure"),
]
