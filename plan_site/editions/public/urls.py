"""The public addresses of publishing: the readers' log and its feed."""

from django.urls import path

from .views import changes, changes_feed

app_name = "editions"

urlpatterns = [
    path("changes.atom", changes_feed, name="feed"),
    path("<str:slug>/changes/", changes, name="changes"),
]
