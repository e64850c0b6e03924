"""The addresses of what was not saved; each asks for a sign-in, as the desk does."""

from django.contrib import admin
from django.urls import path

from . import views

app_name = "kept"

urlpatterns = [
    path("", admin.site.admin_view(views.every), name="all"),
    path("<uuid:key>/", admin.site.admin_view(views.one), name="one"),
    path("<uuid:key>/away/", admin.site.admin_view(views.throw_away), name="away"),
]
