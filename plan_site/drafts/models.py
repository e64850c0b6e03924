import uuid

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why a form was not saved."""

    SIGNED_OUT = "signed_out", _("You were signed out, so nothing was saved.")
    STALE = (
        "stale",
        _("You signed in again while this form was open, so nothing was saved."),
    )
    LEFT = "left", _("This form was closed before you saved it.")


class Draft(models.Model):
    """The data of one open form; its random key is in the form."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # A digest of the browser's random token if its editor was not signed in: the draft
    # is then shown in that browser alone.
    browser = models.CharField(max_length=64, db_index=True, blank=True)
    # Empty if the browser's cookie named nobody either.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, related_name="+", on_delete=models.CASCADE
    )
    address = models.TextField(db_column="path")
    form_data = models.TextField(db_column="typed")
    reason = models.CharField(max_length=20, choices=Reason, db_column="why")
    had_files = models.BooleanField(default=False)
    saved_at = models.DateTimeField(db_column="kept_at")

    class Meta:
        verbose_name = _("form that was not saved")
        verbose_name_plural = _("forms that were not saved")
        db_table = "kept_keptform"
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return self.address

    # Whether a view has shown it in its form.
    is_shown = False

    @property
    def path(self) -> str:
        return self.address.partition("?")[0]

    @property
    def fields(self) -> QueryDict:
        return QueryDict(self.form_data)

    def show(self) -> QueryDict:
        """Its fields, for a form that shows them again."""
        self.is_shown = True
        return self.fields
