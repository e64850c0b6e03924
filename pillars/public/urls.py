"""
The plan's addresses.

``urlpatterns`` stand behind a language's prefix; ``short_links`` stand at the root, for
posters and for saying aloud, and lead on to the reader's language.
"""

from django.urls import path, register_converter

from . import converters, views

register_converter(converters.PlanSlug, "plan")
register_converter(converters.PillarCode, "pillar")
register_converter(converters.PriorityCode, "priority")
register_converter(converters.MeasureCode, "measure")
register_converter(converters.Tail, "tail")
register_converter(converters.StatusWord, "status")

app_name = "pillars"

short_links = [
    path("<plan:slug>/<pillar:code>", views.short_pillar, name="short-pillar"),
    path("<plan:slug>/<priority:code>", views.short_priority, name="short-priority"),
    path("<plan:slug>/<measure:code>", views.short_measure, name="short-measure"),
    path("<pillar:code>", views.short_pillar, name="current-pillar"),
    path("<priority:code>", views.short_priority, name="current-priority"),
    path("<measure:code>", views.short_measure, name="current-measure"),
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
