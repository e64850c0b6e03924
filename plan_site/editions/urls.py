"""
The addresses of publishing for staff: ``DESK`` in the admin of editions, which requires
a sign-in, and ``urlpatterns`` for the preview.
"""

from django.urls import re_path

from .desk import approval_views, edition_views, progress_views, review_views
from .preview import views as preview_views
from .preview.views import NOW, PREVIEW

DESK = [
    ("review/", review_views.review_and_publish, "review"),
    ("changed/", review_views.changed_count, "changed"),
    ("requests/<int:key>/", approval_views.publication_request, "request"),
    ("unpublished/", review_views.unpublished_list, "unpublished"),
    ("languages/", preview_views.languages, "languages"),
    ("compare/", preview_views.compare, "compare"),
    ("<int:number>/progress/", progress_views.progress_page, "progress"),
    ("<int:number>/cancel/", review_views.cancel, "cancel"),
    ("<int:number>/roll-back/", edition_views.roll_back, "roll_back"),
    ("<int:number>/take-back/", edition_views.restore_edition, "take_back"),
]

app_name = "preview"

urlpatterns = [
    re_path("^now/(?P<path>.*)$", preview_views.site_page, {"prefix": NOW}),
    re_path("^(?P<path>.*)$", preview_views.site_page, {"prefix": PREVIEW}),
]
