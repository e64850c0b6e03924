"""The public addresses of publishing: logs, feeds, dates, StratML files, cards."""

from django.urls import path

from plan_site.editions.data.stratml import stratml
from plan_site.editions.paper import views as paper

from . import icons, machines
from .accessibility_report import accessibility_report
from .embed import embed
from .views import (
    calendar,
    changes,
    current_feed,
    dates,
    feed,
    one_edition,
    since_adoption,
)

app_name = "editions"

# Without a language, for print.
short_links = [
    path("<str:slug>.pdf", paper.short_link, name="pdf"),
    path("<str:slug>/<str:code>.pdf", paper.short_link, name="pdf"),
]

# Of the whole site, without a language.
root_files = [
    path("favicon.ico", icons.favicon, name="favicon"),
    path("icon-<str:name>.svg", icons.icon, name="icon"),
    path("icon-<str:name>.png", icons.icon, name="icon-png"),
    path("site.webmanifest", icons.manifest, name="manifest"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
]

urlpatterns = [
    path("accessibility-report/", accessibility_report, name="accessibility-report"),
    path("changes.atom", current_feed, name="current-feed"),
    path("<str:slug>/embed/<str:code>/", embed, name="embed"),
    path("<str:slug>/changes.atom", feed, name="feed"),
    path("<str:slug>/changes/", changes, name="changes"),
    path("<str:slug>/changes/<int:number>/", one_edition, name="edition"),
    path("<str:slug>/since-adoption/", since_adoption, name="since-adoption"),
    path("<str:slug>/dates/", dates, name="dates"),
    path("<str:slug>/dates.ics", calendar, name="calendar"),
    path("<str:slug>/stratml-part-1.xml", stratml, {"part": 1}, name="stratml-1"),
    path("<str:slug>/stratml-part-2.xml", stratml, {"part": 2}, name="stratml-2"),
    path("<str:slug>/picture-<slug:name>.png", paper.picture, name="picture"),
    path("<str:slug>.pdf", paper.pdf, name="pdf"),
    path("<str:slug>/<str:code>.pdf", paper.pdf, name="pdf"),
]
