"""The public addresses of publishing: the readers' logs and feeds, the coming dates."""

from django.urls import path

from .views import calendar, changes, current_feed, dates, feed

app_name = "editions"

urlpatterns = [
    path("changes.atom", current_feed, name="current-feed"),
    path("<str:slug>/changes.atom", feed, name="feed"),
    path("<str:slug>/changes/", changes, name="changes"),
    path("<str:slug>/dates/", dates, name="dates"),
    path("<str:slug>/dates.ics", calendar, name="calendar"),
]
