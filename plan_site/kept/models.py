"""A form that was sent when nobody was signed in, or with a token of the past."""

import uuid

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class Why(models.TextChoices):
    SIGNED_OUT = "signed_out", _("You were signed out, so nothing was saved.")
    STALE = (
        "stale",
        _("You signed in again while this form was open, so nothing was saved."),
    )


class KeptForm(models.Model):
    """What somebody had typed, for their own browser and for some hours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # A digest of the random word in the browser's cookie: the row gives nobody access.
    browser = models.CharField(max_length=64, db_index=True)
    # Whose form it was; nobody's where the browser had forgotten that too.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, related_name="+", on_delete=models.CASCADE
    )
    path = models.TextField()
    typed = models.TextField()
    why = models.CharField(max_length=20, choices=Why.choices)
    had_files = models.BooleanField(default=False)
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("form that was not saved")
        verbose_name_plural = _("forms that were not saved")
        ordering = ["-kept_at"]

    def __str__(self) -> str:
        return self.path

    @property
    def fields(self) -> QueryDict:
        return QueryDict(self.typed)
