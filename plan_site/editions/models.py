"""Editions: immutable, complete, numbered publications of the whole site."""

import datetime
import json
from typing import Self

from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from pillars.models.base import languages
from pillars.text.language_names import language_name_lazy


def database_now() -> datetime.datetime:
    """The moment by the database's clock, the one that all machines share."""
    if connection.vendor == "sqlite":
        return timezone.now()  # A file has the clock of the one machine that it is on.
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def person(words: str, **options) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=words,
        related_name="+",
        on_delete=models.SET_NULL,
        null=True,
        **options,
    )


class Noted(models.Model):
    """It has a note for readers in each of the site's languages."""

    class Meta:
        abstract = True

    @property
    def note(self) -> dict[str, str]:
        return {code: getattr(self, column) for code, column in NOTES.items()}


NOTES = {code: f"note_{code}" for code in languages()}
for code, column in NOTES.items():
    name = format_lazy(_("note for readers, in {}"), language_name_lazy(code))
    # A language that is given up leaves its column.
    empty = {"db_default": ""} if code in settings.FURTHER_LANGUAGES else {}
    Noted.add_to_class(column, models.TextField(name, blank=True, **empty))


def note_columns(note: dict[str, str]) -> dict[str, str]:
    return {column: note.get(code, "") for code, column in NOTES.items()}


class EditionQuerySet(models.QuerySet["Edition"]):
    def live(self, now: datetime.datetime) -> Self:
        """Editions that have gone live by a moment, the newest first."""
        return self.filter(goes_live_at__lte=now).order_by("-number")

    def waiting(self, now: datetime.datetime) -> Self:
        """Editions that are scheduled for a later moment: at most one."""
        return self.filter(goes_live_at__gt=now)

    def being_pressed(self) -> Self:
        return self.filter(goes_live_at__isnull=True)


class Edition(Noted):
    number = models.PositiveIntegerField(_("number"), unique=True)
    document = models.TextField(_("document"))
    digest = models.CharField(_("digest"), max_length=64)
    published_by = person(_("published by"), blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    heard_at = models.DateTimeField(_("last sign of its press"), default=timezone.now)
    goes_live_at = models.DateTimeField(
        _("goes live"),
        null=True,
        blank=True,
        help_text=_("Empty while its pages are being made."),
    )
    rolled_back_from = models.PositiveIntegerField(
        _("content of edition"), null=True, blank=True
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-number"]
        permissions = [("publish", _("Can publish editions"))]

    def __str__(self) -> str:
        return _("Edition %(number)s") % {"number": self.number}

    @property
    def contents(self) -> dict:
        return json.loads(self.document)

    def is_live(self, now: datetime.datetime) -> bool:
        return self.goes_live_at is not None and self.goes_live_at <= now


class PublishedAddress(models.Model):
    """Where readers found something, and the edition that was the first to have it."""

    path = models.TextField(_("address"), unique=True)
    # One that is cancelled has published nothing.
    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.CASCADE
    )

    class Meta:
        verbose_name = _("published address")
        verbose_name_plural = _("published addresses")
        ordering = ["path"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.path


class RequestQuerySet(models.QuerySet["PublicationRequest"]):
    def open(self) -> Self:
        state = PublicationRequest.State
        # A granted one waits again if its press failed or its edition was cancelled.
        return self.filter(
            models.Q(state=state.OPEN)
            | models.Q(state=state.GRANTED, edition__isnull=True)
        )


class PublicationRequest(Noted):
    """What one person asks to publish, for another one to grant or decline."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        GRANTED = "granted", _("granted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        VOID = "void", _("no longer valid, since what was asked for has changed")

    asked_by = person(_("asked for by"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    digest = models.CharField(_("digest"), max_length=64)
    chosen = models.JSONField(_("items chosen"))
    minor = models.JSONField(_("minor items"), default=list)
    reasons = models.JSONField(_("public reasons"), default=dict)
    accepted = models.JSONField(_("warnings answered"), default=list)
    goes_live_at = models.DateTimeField(
        _("to go live"), null=True, blank=True, help_text=_("Empty for at once.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPEN
    )
    answered_by = person(_("answered by"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer = models.TextField(_("answer"), blank=True)
    edition = models.OneToOneField(
        Edition,
        verbose_name=_("edition"),
        related_name="request",
        on_delete=models.SET_NULL,
        null=True,
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for publication")
        verbose_name_plural = _("requests for publication")
        ordering = ["asked_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="request_open_once_per_candidate",
                fields=["digest"],
                condition=models.Q(state="open"),
            ),
        ]

    def __str__(self) -> str:
        return _("Request %(number)s") % {"number": self.pk}

    @property
    def is_open(self) -> bool:
        unmade = self.state == self.State.GRANTED and self.edition_id is None
        return self.state == self.State.OPEN or unmade


class Redaction(models.Model):
    """A value that was taken out of every edition, and why; never the value itself."""

    item = models.CharField(_("item"), max_length=60)
    row_label = models.CharField(_("kind of row"), max_length=60)
    row_key = models.BigIntegerField(_("key of the row"))
    column = models.CharField(_("column"), max_length=80)
    reason = models.TextField(_("reason"))
    redacted_at = models.DateTimeField(_("taken out"), default=timezone.now)
    redacted_by = person(_("taken out by"), blank=True)

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["-redacted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.row_label}:{self.row_key} {self.column}"
