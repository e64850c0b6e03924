"""
The plan's addresses: ``urlpatterns`` behind a language's prefix, and ``short_links`` at
the root, for posters. The converters keep a stranger's path away from every query.
"""

from django.conf import settings
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.utils.text import slugify

from pillars import codes
from pillars.enums import Status

from . import views

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class PlanSlug(StringConverter):
    """Never a code, a language or one of the site's own words."""

    regex = (
        rf"(?!(?:{codes.PILLAR}|{codes.PRIORITY}|{codes.MEASURE})(?:/|$))"
        rf"(?!(?:{'|'.join([*codes.RESERVED, *LANGUAGES])})(?:/|$))"
        r"(?=[a-z0-9-]{1,50}(?:/|$))[a-z0-9]+(?:-[a-z0-9]+)*"
    )


class Code:
    regex = f"{codes.MEASURE}|{codes.PRIORITY}|{codes.PILLAR}"
    to_python = staticmethod(codes.canonical)
    to_url = staticmethod(str.lower)


class PillarCode(Code):
    regex = codes.PILLAR


class PriorityCode(Code):
    regex = codes.PRIORITY


class MeasureCode(Code):
    regex = codes.MEASURE


class Tail(StringConverter):
    """What makes an address readable: a hyphen and a title, or nothing."""

    regex = r"(?:-[^/]*)?"

    def to_url(self, value: str) -> str:
        slug = slugify(value)
        return f"-{slug}" if slug else ""


class StatusWord:
    regex = "|".join(Status.values)
    to_python = staticmethod(Status)

    def to_url(self, value: Status | str) -> str:
        return str(Status(value).value)


register_converter(PlanSlug, "plan")
register_converter(Code, "code")
register_converter(PillarCode, "pillar")
register_converter(PriorityCode, "priority")
register_converter(MeasureCode, "measure")
register_converter(Tail, "tail")
register_converter(StatusWord, "status")

app_name = "pillars"

short_links = [
    path("<plan:slug>/<code:code>", views.short_link, name="link"),
    path("<code:code>", views.short_link, name="current-link"),
]

urlpatterns = [
    path("", views.current_plan, name="current"),
    path("plans/", views.plan_list, name="plans"),
    path("accessibility/", views.accessibility, name="accessibility"),
    *short_links,
    path("<plan:slug>/", views.plan_home, name="plan"),
    path("<plan:slug>/measures/", views.measure_list, name="measures"),
    path(
        "<plan:slug>/measures/<status:status>/",
        views.measures_by_status,
        name="measures-by-status",
    ),
    path(
        "<plan:slug>/measures/<measure:code><tail:tail>/",
        views.measure_detail,
        name="measure",
    ),
    path("<plan:slug>/progress/", views.progress, name="progress"),
    path("<plan:slug>/about/", views.about, name="about"),
    path("<plan:slug>/glossary/", views.glossary, name="glossary"),
    path("<plan:slug>/<pillar:code><tail:tail>/", views.pillar_detail, name="pillar"),
    path(
        "<plan:slug>/<priority:code><tail:tail>/",
        views.priority_detail,
        name="priority",
    ),
]
