"""What has a code of the plan's own and a place among its like."""

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
    taken = {"", *codes.RESERVED, *languages(), *Status.values}
    if word in taken or codes.FILE_NAME.fullmatch(word):
        raise ValidationError(
            _("That word is taken: an address needs it for something else.")
        )


def codes_in_addresses(database: str | None = None, **plans) -> models.QuerySet:
    """Kind, key and code of all that have an address, in the plans given or in any."""
    kinds = []
    for kind, path in TO_PLAN.items():
        within = {f"{path}__{lookup}": value for lookup, value in plans.items()}
        records = apps.get_model("pillars", kind)._base_manager.using(database)
        rows = records.filter(**within).exclude(code="").order_by()
        kinds.append(rows.values_list(models.Value(kind), "pk", "code"))
    return kinds[0].union(*kinds[1:], all=True)


def known_codes(plan: models.Model) -> dict[str, tuple[str, str]]:
    """
    The kind and the code of all that has an address in a plan, by what addresses write;
    a query, unless they are remembered.
    """
    known, key = codes.known_of_plans(), (plan._state.db, plan.pk)
    if key not in known:
        rows = codes_in_addresses(plan._state.db, pk=plan.pk)
        kinds = codes.in_addresses({code: kind for kind, _key, code in rows})
        known[key] = {form: (kind, code) for form, (code, kind) in kinds.items()}
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

    @property
    def anchor(self) -> str:
        """Its place on a page: ``1a-3``."""
        return codes.anchor(self.code)

    def address_in(self, plan: models.Model, page: str = "part") -> str:
        part = codes.with_tail(self.code, self.title, known_codes(plan))
        return reverse(f"pillars:{page}", args=[plan.slug, part])

    def validate_unique(self, exclude=None):
        super().validate_unique(exclude)
        if self.code and "code" not in (exclude or ()):
            self.refuse_same_address()

    def refuse_same_address(self) -> None:
        """Where another of the plan, or a plan, has its code as addresses write it."""
        plan = self.own_plan
        if plan is None:
            return
        own = self._meta.model_name, self.pk
        if any(
            codes.anchor(code) == self.anchor and (kind, key) != own
            for kind, key, code in codes_in_addresses(pk=plan.pk)
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
