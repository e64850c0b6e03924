"""The parts of a plan as a whole: its sections, terms, offices, groups."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from pillars import codes
from pillars.enums import GroupFamily, SectionKind
from pillars.rules.texts import visible_text

from .base import AddressField, PlanItem, to_plan
from .coded import TAKEN


class PlanSection(PlanItem):
    plan = to_plan(related_name="sections", on_delete=models.CASCADE)
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=SectionKind.choices,
        help_text=_("Where it is shown. Each kind has its place on the home page."),
    )
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), help_text=_("Markdown: **bold**, lists, links."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    @property
    def anchor(self) -> str:
        return self.kind.replace("_", "-")


class StudentGroup(PlanItem):
    plan = to_plan(related_name="groups", on_delete=models.PROTECT)
    code = models.SlugField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    family = models.CharField(
        _("family"),
        max_length=20,
        choices=GroupFamily.choices,
        default=GroupFamily.OTHER,
        help_text=_("Groups of one family add up to all students."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("student group")
        verbose_name_plural = _("student groups")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="group_code_once_per_plan",
                fields=["plan", "code"],
                violation_error_message=_(
                    "This plan already has a group with that code."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    def clean(self):
        super().clean()
        others = StudentGroup.objects.filter(plan=self.plan_id).exclude(pk=self.pk)
        if self.segment in {group.segment for group in others}:
            raise ValidationError({"code": TAKEN})

    def get_absolute_url(self) -> str:
        return reverse("pillars:group", args=[self.plan.slug, self.segment])

    @property
    def segment(self) -> str:
        """Its code as addresses write it, unless that is of dashes alone."""
        return codes.segment(self.code) or str(self.pk)


class GlossaryTerm(PlanItem):
    plan = to_plan(related_name="terms", on_delete=models.CASCADE)
    code = models.SlugField(
        _("address"), max_length=60, help_text=_("Its place on the glossary page.")
    )
    term = models.CharField(_("term"), max_length=200)
    also = models.CharField(
        _("also written"),
        max_length=300,
        blank=True,
        help_text=_(
            "Other forms found in texts, parted by commas; they link here too."
        ),
    )
    meaning = models.TextField(
        _("meaning"), help_text=_("In words a parent can follow.")
    )

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                name="term_code_once_per_plan",
                fields=["plan", "code"],
                violation_error_message=_("This plan already explains that term."),
            ),
        ]

    def __str__(self) -> str:
        return self.term or self.code

    def get_absolute_url(self) -> str:
        return reverse("pillars:glossary", args=[self.plan.slug]) + f"#{self.code}"

    @property
    def forms(self) -> list[str]:
        return [
            form for form in [self.term, *(self.also or "").split(",")] if slugify(form)
        ]


class Office(PlanItem):
    """It answers for parts of the plan: always an office, never a person."""

    plan = to_plan(related_name="offices", on_delete=models.PROTECT)
    code = models.SlugField(
        _("code"), max_length=60, help_text=_("Its place on the page of offices.")
    )
    title = models.CharField(
        _("name"), max_length=200, help_text=_("Of the office, never of a person.")
    )
    email = models.EmailField(_("public e-mail"), blank=True)
    phone = models.CharField(_("public telephone"), max_length=40, blank=True)
    url = AddressField(_("web page"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="office_code_once_per_plan",
                fields=["plan", "code"],
                violation_error_message=_(
                    "This plan already has an office with that address."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    def get_absolute_url(self) -> str:
        return reverse("pillars:offices", args=[self.plan.slug]) + f"#{self.code}"


class Answerable(models.Model):
    """What an office answers for."""

    office = models.ForeignKey(
        Office,
        verbose_name=_("who answers for it"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    # The fields that lead to what else may name the office, the nearest first.
    answers_with = ()

    class Meta:
        abstract = True

    @property
    def answering_office(self) -> Office | None:
        """Its own, or else that of what it belongs to."""
        if self.office:
            return self.office
        above = (getattr(self, name) for name in self.answers_with)
        nearest = next(filter(None, above), None)
        return nearest and nearest.answering_office


class HelpLine(PlanItem):
    """How to get help in one of the district's languages, in that language alone."""

    plan = to_plan(related_name="help_lines", on_delete=models.CASCADE)
    language = models.CharField(
        _("language"),
        max_length=20,
        validators=[
            RegexValidator(
                r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
                _("Write the code of a language, such as hy, tl or zh-Hans."),
            )
        ],
        help_text=_("Its code, such as hy for Armenian; also one the site is not in."),
    )
    text = models.CharField(
        _("text"),
        max_length=300,
        help_text=_(
            "One line in that language, with the number to call: it is at the foot of"
            " every page."
        ),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("help in a language")
        verbose_name_plural = _("help in each language")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="help_line_once_per_language",
                fields=["plan", "language"],
                violation_error_message=_("This plan already has that language."),
            ),
        ]

    def __str__(self) -> str:
        return self.language

    def clean(self):
        super().clean()
        if self.text and len(visible_text(self.text).splitlines()) != 1:
            raise ValidationError({"text": _("Write it in one line.")})
