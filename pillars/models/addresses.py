"""Addresses that editors enter and readers follow."""

from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class AddressField(models.URLField):
    """An address of the web that may be shown to everybody."""

    default_validators = [
        # Codes of their own: a form has words of its own for Django's.
        URLValidator(
            ["http", "https"],
            message=_("Write an address that begins with https:// or http://."),
            code="not_of_the_web",
        ),
        RegexValidator(
            r"^\w+://[^/?#]*@",
            _("Take the user name and password out: readers would see them."),
            code="with_user",
            inverse_match=True,
        ),
    ]

    def deconstruct(self):
        """As what it is in the database: migrations need not know of its rules."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
