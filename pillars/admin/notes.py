"""The desk's forms for what the district says of a year."""

from django.contrib import admin

from pillars.hierarchy.labels import title_of
from pillars.models import MeasureNote, PriorityNote
from pillars.models.notes import TEXTS

from .base import DeskAdmin
from .forms import fields
from .rows import DeskRows, RowFormSet

SIGNED = ("school_year", "day", "office")


class NoteFormSet(RowFormSet):
    heading = staticmethod(title_of)


class NoteRows(DeskRows):
    formset = NoteFormSet
    fieldsets = [
        fields.section(None, SIGNED, *fields.side_by_side(*TEXTS)),
        fields.more(),
    ]


class PriorityNoteRows(NoteRows):
    model = PriorityNote


class MeasureNoteRows(NoteRows):
    model = MeasureNote


class NoteAdmin(DeskAdmin):
    texts = TEXTS


@admin.register(PriorityNote)
class PriorityNoteAdmin(NoteAdmin):
    list_display = ["priority", "school_year", "office", "day"]
    place = ["priority", SIGNED]


@admin.register(MeasureNote)
class MeasureNoteAdmin(NoteAdmin):
    list_display = ["measure", "school_year", "office", "day"]
    place = ["measure", SIGNED]
