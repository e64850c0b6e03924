"""What forms offer to choose and lists to filter by."""

from django.conf import settings
from django.contrib.admin import RelatedFieldListFilter, SimpleListFilter
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from pillars.hierarchy.labels import name_of
from pillars.hierarchy.tree import paths_up, plan_of
from pillars.translations.queries import keys_with_missing_text


def name_to_choose(record: Model) -> str:
    """With its plan, since two plans may have records of the same name."""
    name, plan = name_of(record), plan_of(record)
    return name if plan in (None, record) else f"{name} ({plan.slug})"


class Choices(AutocompleteJsonView):
    def serialize_result(self, obj, to_field_name):
        choice = super().serialize_result(obj, to_field_name)
        return {**choice, "text": name_to_choose(obj)}


class PlanItemFilter(RelatedFieldListFilter):
    def field_choices(self, field, request, model_admin):
        model = field.related_model
        records = model.objects.select_related(*paths_up(model))
        return [(record.pk, name_to_choose(record)) for record in records]


class MissingLanguage(SimpleListFilter):
    title = _("missing language")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return settings.LANGUAGES

    def queryset(self, request, queryset):
        if self.value() in dict(settings.LANGUAGES):
            keys = keys_with_missing_text(queryset.model, self.value())
            return queryset.filter(pk__in=keys)
        return queryset
