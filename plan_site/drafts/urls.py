from django.contrib import admin
from django.urls import path

from . import views

app_name = "drafts"

urlpatterns = [
    path("", admin.site.admin_view(views.draft_list), name="all"),
    path("<uuid:key>/", admin.site.admin_view(views.show), name="one"),
    path("<uuid:key>/away/", admin.site.admin_view(views.discard), name="away"),
]
