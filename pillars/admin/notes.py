"""The desk's forms for what the district says of a year."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pillars import school_years
from pillars.models import MeasureNote, PriorityNote
from pillars.models.notes import TEXTS
from pillars.search import keys_found

from .base import DeskAdmin
from .forms import fields
from .rows import DeskRows

SIGNED = ("school_year", "day", "office")


class NoteRows(DeskRows):
    fieldsets = [
        fields.section(None, SIGNED, *fields.side_by_side(*TEXTS)),
        fields.more(),
    ]


class PriorityNoteRows(NoteRows):
    model = PriorityNote


class MeasureNoteRows(NoteRows):
    model = MeasureNote


class OfYearAdmin(DeskAdmin):
    list_filter = ["school_year"]

    def found_by(self, words):
        about = self.opts.get_field(self.model.about)
        keys = keys_found(words, about.related_model)
        return super().found_by(words) | Q(**{f"{about.name}__in": keys})

    @admin.display(description=_("school year"), ordering="school_year")
    def year(self, row):
        return school_years.label(row.school_year)


@admin.register(PriorityNote)
class PriorityNoteAdmin(OfYearAdmin):
    list_display = ["priority", "year", "office", "day"]
    texts, place = TEXTS, ["priority", SIGNED]


@admin.register(MeasureNote)
class MeasureNoteAdmin(OfYearAdmin):
    list_display = ["measure", "year", "office", "day"]
    texts, place = TEXTS, ["measure", SIGNED]
