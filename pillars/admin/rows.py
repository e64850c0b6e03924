"""The rows in a record's form: children written there, or linked to their own forms."""

from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import Field
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline
from unfold.admin import StackedInline, TabularInline
from unfold.forms import PaginationInlineFormSet

from pillars.hierarchy.labels import form_link, name_of, title_of
from pillars.hierarchy.tree import plan_of
from pillars.models import PlanItem
from pillars.models.base import OfYear
from pillars.permissions import rules

from .forms.choice_labels import offer_own, refuse_astray
from .forms.fields import DeskFields
from .forms.ordering import OrderedRows
from .history.delete import delete

SAME_IN_ROWS = _("Two rows have the same %(fields)s. Change one of them.")
SAME_AS_BEFORE = _("A row before this one has the same. Change one of them.")


class RowFormSet(PaginationInlineFormSet):
    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if (row := form.instance).pk:
            is_of_year = isinstance(row, OfYear)
            row.get_inline_title = title_of(row) if is_of_year else name_of(row)
        return form

    def full_clean(self):
        """The theme hides what is wrong with a row as a whole: a field says it."""
        super().full_clean()
        for form in self.forms:
            if self.is_bound:
                refuse_astray(form, plan_of(self.instance))
            errors = form.errors.pop(NON_FIELD_ERRORS, None)
            if errors:
                fields = form.visible_fields()
                # What rows may not have in common, Django takes from their data.
                taken = [each for each in fields if each.name not in form.cleaned_data]
                form.add_error((taken or fields)[0].name, errors.as_data())

    def get_unique_error_message(self, unique_check):
        fields = [self.model._meta.get_field(name) for name in unique_check]
        names = [str(each.verbose_name) for each in fields if each != self.fk]
        return SAME_IN_ROWS % {"fields": ", ".join(names)}

    def get_form_error(self):
        return SAME_AS_BEFORE

    def delete_existing(self, obj, commit=True):
        if commit:
            delete([obj])


class OrderedRowFormSet(OrderedRows, RowFormSet):
    pass


class DeskRows(DeskFields, StackedInline, TranslationStackedInline):
    """Children in their parent's form, which is ``obj`` here."""

    extra = 0
    formset = RowFormSet
    # What is chosen where a row is about none of its plan's records.
    empty_labels = {
        "group": _("All students"),
        "office": "–",
        "strategy": _("None of them"),
    }

    def has_add_permission(self, request, obj):
        """Whether a row may be added, all of its fields being open."""
        about = (request.user, *self.about(obj))
        in_part = rules.may_change(*about) and not rules.may_change_all(*about)
        return rules.may_add(*about) and not in_part

    def has_change_permission(self, request, obj=None):
        return rules.may_change(request.user, *self.about(obj))

    def get_formset(self, request, obj=None, **kwargs):
        """What rows offer to choose is asked for once, however many there are."""
        formset = super().get_formset(request, obj, **kwargs)
        fields = formset.form.base_fields
        self.limit_choices(fields, obj)
        for name, field in fields.items():
            if name in self.empty_labels:
                field.empty_label = self.empty_labels[name]
                field.choices = list(field.choices)
        return formset

    def limit_choices(self, fields: dict[str, Field], obj: PlanItem | None) -> None:
        offer_own(fields, self.model, plan_of(obj))


class LinkedRows(DeskFields, TabularInline):
    """Children that have forms of their own: a table of links to them."""

    extra = 0
    hide_title = True
    fields = readonly_fields = ["form_link", "languages_missing"]

    def _never(self, request, obj=None):
        return False

    has_add_permission = has_change_permission = has_delete_permission = _never

    @admin.display(description=_("code and title"))
    def form_link(self, record):
        return form_link(record)
