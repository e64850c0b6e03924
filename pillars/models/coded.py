"""What has a code of the plan's own and a place among its like."""

from collections.abc import Iterator
from typing import Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pillars import codes
from pillars.enums import Status

from .base import languages

# How the codes of a plan are found, of what has an address of its own.
TO_PLAN = {"pillar": "plan", "priority": "pillar__plan", "measure": "pillar__plan"}

TAKEN = _("That code is taken: addresses of this plan would write it alike.")


def refuse_reserved(text: str) -> None:
    """Refuse what an address needs for something else, or cannot write."""
    word = codes.segment(text)
    if not word or word in {*codes.RESERVED, *languages(), *Status.values}:
        raise ValidationError(
            _("That word is taken: an address needs it for something else.")
        )


def codes_in_addresses(**plans) -> Iterator[tuple[str, int, str]]:
    """Label, key and code of all that have an address, in the plans given or in any."""
    for name, path in TO_PLAN.items():
        model = apps.get_model("pillars", name)
        within = {f"{path}__{lookup}": value for lookup, value in plans.items()}
        rows = model._base_manager.filter(**within).exclude(code="")
        for key, code in rows.values_list("pk", "code"):
            yield model._meta.label_lower, key, code


class CodeList(models.Aggregate):
    """Codes of several rows, as a list."""

    function = "JSON_GROUP_ARRAY"
    output_field = models.JSONField()

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


class WithCodes(models.QuerySet):
    """Of plans."""

    def with_codes(self) -> Self:
        """In the same query, with all that ``known_codes`` needs."""
        return self.annotate(
            **{f"{kind}_codes": codes_below(kind, TO_PLAN[kind]) for kind in TO_PLAN}
        )


def codes_below(kind: str, path: str) -> models.Subquery:
    rows = apps.get_model("pillars", kind)._base_manager.exclude(code="").order_by()
    of_plan = rows.filter(**{path: models.OuterRef("pk")}).values(path)
    return models.Subquery(of_plan.annotate(list=CodeList("code")).values("list"))


def known_codes(plan: models.Model) -> dict[str, tuple[str, str]]:
    """
    The kind and the code of all that has an address in a plan, by what addresses write.
    It takes a query, but not of plans that were read ``with_codes``.
    """
    known = codes.known_of_plans()
    key = plan._state.db, plan.pk
    if key not in known:
        if not hasattr(plan, "measure_codes"):
            plan = type(plan).objects.using(key[0]).with_codes().get(pk=plan.pk)
        known[key] = {
            codes.segment(code): (kind, code)
            for kind in TO_PLAN
            for code in getattr(plan, f"{kind}_codes") or ()
        }
    return known[key]


class Coded(models.Model):
    code = models.CharField(
        _("code"),
        max_length=20,
        validators=[refuse_reserved],
        help_text=_(
            "As the plan writes it, such as 1A, 1.1 or Goal 2. Part of its address; it"
            " is never given again."
        ),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def segment(self) -> str:
        return codes.segment(self.code)

    def address_in(self, plan: models.Model, page: str = "part") -> str:
        part = codes.with_tail(self.code, self.title, known_codes(plan))
        return reverse(f"pillars:{page}", args=[plan.slug, part])

    def refuse_same_address(self, plan: models.Model | None) -> None:
        """Where another of the plan, or a plan, has its code as addresses write it."""
        if not self.code or plan is None:
            return
        own = self._meta.label_lower, self.pk
        others = codes_in_addresses(pk=plan.pk)
        if any(
            codes.segment(code) == self.segment and (label, key) != own
            for label, key, code in others
        ):
            raise ValidationError({"code": TAKEN})
        slugs = apps.get_model("pillars", "Plan")._base_manager.filter
        if slugs(slug=self.segment).exists():
            raise ValidationError({"code": _("That is the address of a plan.")})


class Unnamable(Coded):
    """
    A level that a plan may lack: one record without a code then stands for it under
    each parent, and is never shown.
    """

    class Meta:
        abstract = True

    @property
    def is_unnamed(self) -> bool:
        return not self.code
