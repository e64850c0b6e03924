"""
The addresses of publishing that readers never ask for.

``DESK`` stands below the editions' own place in the admin, which asks for a sign-in;
``urlpatterns`` is the preview.
"""

from django.urls import path

from .desk import approval_views, edition_views, progress_views, review_views
from .preview import views as preview_views

DESK = [
    ("review/", review_views.review, "review"),
    ("changed/", review_views.changed, "changed"),
    ("requests/<int:key>/", approval_views.request_asked, "request"),
    ("unpublished/", review_views.unpublished, "unpublished"),
    ("languages/", preview_views.languages, "languages"),
    ("compare/", preview_views.compare, "compare"),
    ("<int:number>/progress/", progress_views.progress, "progress"),
    ("<int:number>/cancel/", review_views.cancel, "cancel"),
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
