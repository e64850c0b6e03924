"""Records as forms and lists offer them to be chosen: each says in which plan it is."""

from django.contrib.admin import RelatedFieldListFilter
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model

from pillars.hierarchy.labels import name_of
from pillars.hierarchy.parents import paths_up, plan_of


def name_to_choose(record: Model) -> str:
    """What a record is called where one is chosen: two plans may have the like."""
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
