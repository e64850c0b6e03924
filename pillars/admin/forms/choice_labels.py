"""What forms offer to choose and lists to filter by."""

from django import forms
from django.conf import settings
from django.contrib.admin import RelatedFieldListFilter, SimpleListFilter
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from pillars.hierarchy.labels import name_of
from pillars.hierarchy.tree import PARENTS, links_astray, paths_up, plan_of
from pillars.models import Plan
from pillars.translations.queries import keys_with_missing_text

OF_ANOTHER_PLAN = _("It is of another plan. Choose one of “%(plan)s”.")


def name_to_choose(record: Model) -> str:
    """With its plan, since two plans may have records of the same name."""
    name, plan = name_of(record), plan_of(record)
    return name if plan in (None, record) else f"{name} ({plan.slug})"


def refuse_astray(form: forms.ModelForm, plan: Plan | None) -> None:
    """Refuse a student group or an office of another plan than the record's own."""
    for link in links_astray(form.instance, plan) if plan else ():
        if link.name in form.fields:
            form.add_error(link.name, OF_ANOTHER_PLAN % {"plan": plan})


def offer_own(fields: dict[str, forms.Field], model: type, plan: Plan | None) -> None:
    """Of student groups and offices, those of a plan; of all plans with their plan."""
    for name, field in fields.items():
        kind = getattr(getattr(field, "queryset", None), "model", None)
        if PARENTS.get(kind) != ["plan"] or name in PARENTS[model]:
            continue
        if plan is not None:
            field.queryset = field.queryset.filter(plan=plan)
        else:
            field.queryset = field.queryset.select_related("plan")
            field.label_from_instance = name_to_choose


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
