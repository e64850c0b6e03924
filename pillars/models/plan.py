"""A plan as a whole: its years, its levels, its languages."""

import uuid
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pillars import codes
from pillars.words import word_lazy

from .base import SCHOOL_YEAR_LIMITS, AddressField, LanguagesField, PlanItem, languages
from .coded import codes_in_addresses, refuse_reserved
from .own_words import OwnCount, OwnWords, Publication

IS_SLUG = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    _("Use small letters, digits and single hyphens, such as 2022-26."),
)


def contradictions(plan: "Plan") -> Iterator[tuple[str, Promise]]:
    """The fields of a plan that do not go with what is there, with what is wrong."""
    if not (plan.has_pillars or plan.has_priorities):
        yield "has_priorities", _("A plan has pillars, or priorities, or both.")
    kinds = {kind for kind, _key, _code in codes_in_addresses(pk=plan.pk)}
    for field, kind in (("has_pillars", "pillar"), ("has_priorities", "priority")):
        if kind in kinds and not getattr(plan, field):
            yield field, _("The plan has some: delete them first.")
    if plan.slug in {codes.segment(code) for _kind, _key, code in codes_in_addresses()}:
        yield "slug", _("A plan has that as a code.")


class Plan(PlanItem, OwnWords, OwnCount, Publication):
    # Names its feed for good, whatever its address becomes.
    feed_id = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    short_title = models.CharField(
        _("short title"),
        max_length=60,
        help_text=_("A few words, shown at the top of every page."),
    )
    slug = models.SlugField(
        _("address"),
        max_length=50,
        unique=True,
        validators=[IS_SLUG, refuse_reserved],
        help_text=_("The part of each address that names the plan, such as 2022-26."),
    )
    first_year = models.PositiveSmallIntegerField(
        _("first school year"),
        validators=SCHOOL_YEAR_LIMITS,
        help_text=_("The calendar year in which it begins: 2022 for 2022–23."),
    )
    last_year = models.PositiveSmallIntegerField(
        _("last school year"), validators=SCHOOL_YEAR_LIMITS
    )
    first_month = models.PositiveSmallIntegerField(
        _("first month of the school year"),
        choices=MONTHS,
        default=7,  # California's begins on July 1 (Education Code 37200).
    )
    organization = models.CharField(_("school district"), max_length=200)
    singular_goal = models.TextField(word_lazy("singular goal"), blank=True)
    vision = models.TextField(_("vision"), blank=True)
    summary = models.TextField(_("summary"), blank=True)
    official_document = AddressField(_("official document"), max_length=500, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)
    contact_phone_name = models.CharField(
        _("name of that telephone line"), max_length=80, blank=True
    )
    contact_url = AddressField(_("contact page"), max_length=500, blank=True)
    has_pillars = models.BooleanField(
        _("has pillars"),
        default=True,
        help_text=_("Off where its priorities belong to no larger part of the plan."),
    )
    has_priorities = models.BooleanField(
        _("has priorities"),
        default=True,
        help_text=_("Off where its strategies belong to the pillars themselves."),
    )
    public_languages = LanguagesField(
        _("public languages"),
        help_text=_(
            "Readers find the plan in these. The other languages of the site are in"
            " preparation."
        ),
    )
    requires_all_texts = models.BooleanField(
        _("every text in every public language"),
        default=False,
        help_text=_(
            "A missing text then keeps the plan from being published. Otherwise readers"
            " see the text of another language, marked."
        ),
    )
    asks_for_stages = models.BooleanField(
        _("ask where strategies stand"),
        default=False,
        help_text=_(
            "Once a quarter, whoever looks after a pillar is asked where its strategies"
            " stand."
        ),
    )
    is_public = models.BooleanField(
        _("public"), default=False, help_text=_("Readers can see the plan.")
    )
    is_current = models.BooleanField(
        _("current plan"),
        default=False,
        help_text=_("The plan in force, at most one: short addresses lead to it."),
    )
    is_locked = models.BooleanField(
        _("locked"),
        default=False,
        help_text=_("Nothing in it can be changed at the desk."),
    )
    unlock_reason = models.CharField(
        _("why it was unlocked"), max_length=300, blank=True
    )

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-first_year", "slug"]
        constraints = [
            models.UniqueConstraint(
                name="plan_current_at_most_one",
                fields=["is_current"],
                condition=models.Q(is_current=True),
                violation_error_message=_("Another plan is marked as the current one."),
            ),
            models.CheckConstraint(
                name="plan_years_in_order",
                condition=models.Q(first_year__lte=models.F("last_year")),
                violation_error_message=_(
                    "The last school year is before the first one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def clean(self):
        super().clean()
        if errors := dict(contradictions(self)):
            raise ValidationError(errors)

    def get_absolute_url(self) -> str:
        return reverse("pillars:plan", args=[self.slug])

    @property
    def languages(self) -> list[str]:
        """In which readers find it, in the site's order: at least the first one."""
        public = [code for code in languages() if code in self.public_languages]
        return public or [*languages()[:1]]

    @property
    def language_of_links(self) -> str:
        """That of the page with the link, or else the plan's first one."""
        language = get_language()
        return language if language in self.languages else self.languages[0]

    @property
    def url_from_other_plans(self) -> str:
        return self.get_absolute_url_in(self.language_of_links)

    @property
    def written_languages(self) -> list[str]:
        """Those of readers, and those in preparation that staff can preview."""
        return [
            code
            for code in languages()
            if code in self.languages or getattr(self, f"title_{code}")
        ]

    @property
    def years(self) -> str:
        """As its name has them: ``2022-26``."""
        return f"{self.first_year}-{(self.last_year + 1) % 100:02}"
