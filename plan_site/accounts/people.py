"""Django's people and groups, under a name that says what they are at the desk."""

from django.contrib.auth.apps import AuthConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AuthConfig):
    verbose_name = _("People")
