"""Rights in the desk's forms and lists: who may not change something just sees it."""

from django.apps import apps
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import ModelForm
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pillars import school_years
from pillars.hierarchy.parents import paths_up
from pillars.models import PlanItem
from pillars.permissions import rules

from .forms.choice_labels import name_to_choose


class PartForm(ModelForm):
    """A form that may lack fields of its record: what is wrong there is said above."""

    refusal = None

    def _post_clean(self):
        super()._post_clean()
        if self.refusal:
            self.add_error(None, self.refusal)

    def add_error(self, field, error):
        if field is None and hasattr(error, "error_dict"):
            error = ValidationError(self.said_where_it_is_seen(error.error_dict))
        super().add_error(field, error)

    def said_where_it_is_seen(self, errors: dict) -> dict:
        """Errors by field, those of fields that are not there by another one."""
        # The rows of a form show no errors above their fields.
        above = next(iter(self.fields), NON_FIELD_ERRORS) if self.prefix else None
        seen = {}
        for name, found in errors.items():
            if name == NON_FIELD_ERRORS or name in self.fields:
                seen.setdefault(name, []).extend(found)
                continue
            label = capfirst(self._meta.model._meta.get_field(name).verbose_name)
            for message in ValidationError(found).messages:
                words = _("%(field)s: %(message)s")
                words %= {"field": label, "message": message}
                seen.setdefault(above or NON_FIELD_ERRORS, []).append(words)
        return seen


def closed_fields(admin, request, obj, open_ones: set[str]) -> list[str]:
    columns = {column.name for column in admin.opts.concrete_fields}
    shown = flatten_fieldsets(admin.get_fieldsets(request, obj))
    return [name for name in shown if name in columns and name not in open_ones]


def year_as_read(shown: str) -> str:
    """A school year that is not a person's to change: 2,024 is 2024–25."""
    digits = shown.replace(",", "")
    return school_years.label(int(digits)) if digits.isdigit() else shown


def number_as_read(shown: str) -> str:
    """A number that is not a person's to change: 81.6000 is 81.6."""
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


AS_READ = {
    **dict.fromkeys(["school_year", "first_year", "last_year"], year_as_read),
    **dict.fromkeys(["value", "low", "high"], number_as_read),
}


class FormRights:
    """A form and a list that ask the plan's rights, record by record."""

    def has_view_permission(self, request, obj=None):
        return rules.may_view(request.user, obj or self.model)

    def has_add_permission(self, request):
        return rules.may_add(request.user, self.model)

    def has_change_permission(self, request, obj=None):
        """Whether something in the form is open, be it in one of its rows."""
        user = request.user
        rows = [row.model for row in self.inlines if issubclass(row, RowRights)]
        return rules.may_change(user, obj or self.model) or any(
            rules.may_add(user, model, obj) or rules.may_change(user, model, obj)
            for model in rows
        )

    def has_delete_permission(self, request, obj=None):
        return rules.may_delete(request.user, obj or self.model)

    def get_readonly_fields(self, request, obj=None):
        open_ones = rules.fields_open_to(request.user, obj or self.model)
        closed = closed_fields(self, request, obj, open_ones)
        return [*super().get_readonly_fields(request, obj), *closed]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and issubclass(db_field.related_model, PlanItem):
            adds = request.resolver_match.url_name.endswith("_add")
            act = "add" if adds else "change"
            field.queryset = rules.places_open_to(
                request.user, act, self.model, field.queryset
            )
            above = paths_up(db_field.related_model)
            field.queryset = field.queryset.select_related(*above)
            field.label_from_instance = name_to_choose
        return field

    def get_search_results(self, request, queryset, search_term):
        """What a list finds; what a form offers, where a record may stand alone."""
        found, twice = super().get_search_results(request, queryset, search_term)
        if request.resolver_match.url_name != "autocomplete":
            return found, twice
        model = apps.get_model(request.GET["app_label"], request.GET["model_name"])
        act = "change" if rules.holds(request.user, "change", model) else "add"
        return rules.places_open_to(request.user, act, model, found), twice

    def save_model(self, request, obj, form, change):
        # Who changed its rows alone has not changed the record.
        if form.changed_data or not change:
            super().save_model(request, obj, form, change)


class RowRights:
    """Rows in their parent's form, which ask the plan's rights by the parent."""

    def has_view_permission(self, request, obj=None):
        return rules.may_view(request.user, self.model)

    def has_add_permission(self, request, obj):
        """Whether a row may be added, all of its fields being open."""
        user, model = request.user, self.model
        some = rules.may_change(user, model, obj)
        in_part = some and not rules.may_change_all(user, model, obj)
        return rules.may_add(user, model, obj) and not in_part

    def has_change_permission(self, request, obj=None):
        return rules.may_change(request.user, self.model, obj)

    def has_delete_permission(self, request, obj=None):
        return rules.may_delete(request.user, self.model, obj)

    def get_readonly_fields(self, request, obj=None):
        open_ones = rules.fields_open_to(request.user, self.model, obj)
        closed = closed_fields(self, request, obj, open_ones)
        return [*super().get_readonly_fields(request, obj), *closed]
