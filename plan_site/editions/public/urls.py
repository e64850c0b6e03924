"""The public addresses of publishing: the readers' logs and their feeds."""

from django.urls import path

from .views import changes, current_feed, feed

app_name = "editions"

urlpatterns = [
    path("changes.atom", current_feed, name="current-feed"),
    path("<str:slug>/changes.atom", feed, name="feed"),
    path("<str:slug>/changes/", changes, name="changes"),
]
