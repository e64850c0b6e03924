"""
The addresses of publishing that readers never ask for.

``DESK`` stands below the editions' own place in the admin, which asks for a sign-in;
``urlpatterns`` is the preview.
"""

from django.urls import path

from . import edition_views, preview_views, progress_views, request_views, views

DESK = [
    ("review/", views.review, "review"),
    ("changed/", views.changed, "changed"),
    ("requests/<int:key>/", request_views.request_asked, "request"),
    ("unpublished/", views.unpublished, "unpublished"),
    ("languages/", preview_views.languages, "languages"),
    ("compare/", preview_views.compare, "compare"),
    ("<int:number>/progress/", progress_views.progress, "progress"),
    ("<int:number>/cancel/", views.cancel, "cancel"),
    ("<int:number>/roll-back/", edition_views.roll_back, "roll_back"),
    ("<int:number>/take-back/", edition_views.take_back, "take_back"),
]

app_name = "preview"

urlpatterns = [
    path("now/", preview_views.now, name="now-start"),
    path("now/<path:path>", preview_views.now, name="now"),
    path("", preview_views.preview, name="start"),
    path("<path:path>", preview_views.preview, name="page"),
]
