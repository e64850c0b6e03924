"""Where all strategies of a priority stand: one screen of the desk."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from pillars.hierarchy.labels import stages_page
from pillars.models import Priority, Strategy
from pillars.permissions import rules
from pillars.words import word_lazy

from .base import DeskAdmin
from .forms import fields
from .rows import DeskRows

STAGE = [("stage", "stage_since"), *fields.side_by_side("stage_text")]
REASON = fields.side_by_side("stage_reason")
STRATEGIES = word_lazy("strategies")
TITLE = format_lazy(_("{strategies}: where they stand"), strategies=STRATEGIES)


class StageRows(DeskRows):
    model = Strategy
    verbose_name_plural = TITLE
    can_delete = False
    fieldsets = [
        fields.section(None, *STAGE),
        fields.collapsed(_("Reason, where it was changed or dropped"), *REASON),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_retired=False)

    def has_add_permission(self, request, obj):
        return False


class StagesDesk(DeskAdmin):
    """A priority's form with nothing in it but where its strategies stand."""

    inlines = [StageRows]

    def has_add_permission(self, request):
        return False

    def get_fieldsets(self, request, obj=None):
        return []

    def save_model(self, request, obj, form, change):
        rules.refuse_locked(obj)
        # Also where each still stands as before. A translator says nothing of that.
        if rules.may_change_all(request.user, Strategy, obj):
            obj.stages_checked_on = timezone.localdate()
            # No change of the priority: who has its form open need not hear of it.
            obj.save_without_historical_record(update_fields=["stages_checked_on"])

    def response_post_save_change(self, request, obj):
        return redirect(reverse("admin:index"))


def stages(request: HttpRequest, object_id: str, desk: DeskAdmin) -> HttpResponse:
    """A priority that a plan lacks has no form, but it has this screen."""
    context = {
        "title": capfirst(TITLE),
        "show_save_and_continue": False,
        "show_save_and_add_another": False,
        "show_delete": False,
    }
    screen = StagesDesk(Priority, desk.admin_site)
    return screen.changeform_view(request, object_id, extra_context=context)


class LeadsToStages:
    """Mixed into the form's admin of a priority, or of one of its strategies."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context |= {"stages": stages_page(obj), "stages_title": capfirst(TITLE)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=STRATEGIES)
    def stages(self, priority):
        link = '<a class="underline" href="{}">{}</a>'
        return format_html(link, stages_page(priority), _("Where they stand"))
