"""
The plan's addresses: ``urlpatterns`` behind a language's prefix; at the root
``short_links``, for posters, and ``files``, which are the same in each language. A
``code`` here is a part that begins with one.
"""

from django.urls import path, register_converter

from pillars.enums import Status

from . import sharing, views


class StatusWord:
    regex = "|".join(Status.values)
    to_python = staticmethod(Status)

    def to_url(self, value: Status | str) -> str:
        return str(Status(value).value)


register_converter(StatusWord, "status")

app_name = "pillars"

short_links = [
    path("<str:slug>/<str:code>", views.short_link, name="link"),
    path("<str:code>", views.short_link, name="current-link"),
]

files = [path("<str:slug>/qr/<str:name>", sharing.qr_picture, name="qr")]

urlpatterns = [
    path("", views.current_plan, name="current"),
    path("plans/", views.plan_list, name="plans"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("search", views.search, name="search"),
    *short_links,
    path("<str:slug>/", views.plan_home, name="plan"),
    path("<str:slug>/measures/", views.measure_list, name="measures"),
    path(
        "<str:slug>/measures/<status:status>/",
        views.measures_by_status,
        name="measures-by-status",
    ),
    path(
        "<str:slug>/measures/<str:code>/",
        views.record_page,
        {"kinds": {"measure"}},
        name="measure",
    ),
    path("<str:slug>/groups/<str:group>/", views.student_group, name="group"),
    path("<str:slug>/progress/", views.progress, name="progress"),
    path("<str:slug>/about/", views.about, name="about"),
    path("<str:slug>/glossary/", views.glossary, name="glossary"),
    path("<str:slug>/offices/", views.offices, name="offices"),
    path("<str:slug>/print/", views.whole_plan, name="print"),
    path("<str:slug>/<str:code>/", views.record_page, name="part"),
]
