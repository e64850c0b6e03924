"""People at the desk: added by an invitation, helped when they cannot sign in."""

from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import StackedInline
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from pillars import powers
from pillars.admin.people import NamedGroups, UserAdmin, group_name
from pillars.models import Account

from . import help_views, letters, links
from .person_forms import AccountForm, NewPersonForm, PersonForm

# What these hold is shown to nobody; their owners change it on pages of their own.
admin.site.unregister([User, EmailAddress, Authenticator])

SOME_GROUPS = gettext_lazy("Groups that may do more than you are not listed.")


class AccountInline(StackedInline):
    """What a person looks after, in the person's own form."""

    model = Account
    form = AccountForm
    fields = ["pillars", "text_languages", "desk_language"]
    can_delete = False
    hide_title = True
    extra = max_num = 1


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    inlines = [AccountInline]
    list_display = [
        *("username", "name", "email", "in_groups", "signs_in", "last_login"),
        "is_active",
    ]
    list_filter = [("groups", NamedGroups), "is_active"]
    search_fields = ["username", "first_name", "last_name", "email"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ["user_permissions"]
    add_form_template = "accounts/add_person.html"
    change_form_outer_before_template = "accounts/_person_acts.html"
    add_fieldsets = [
        (None, {"fields": ["username", "email", ("first_name", "last_name")]}),
        (gettext_lazy("What they may do"), {"fields": ["groups"]}),
    ]
    fieldsets = [
        (None, {"fields": ["username", "email", ("first_name", "last_name")]}),
        (
            gettext_lazy("What they may do"),
            {"fields": ["is_active", "is_staff", "groups"]},
        ),
        (
            gettext_lazy("Beyond groups"),
            {"classes": ["collapse"], "fields": ["is_superuser", "user_permissions"]},
        ),
        (None, {"fields": [("last_login", "date_joined")]}),
    ]

    def get_urls(self):
        own = path(
            "<path:object_id>/sign-in-help/",
            self.admin_site.admin_view(partial(help_views.sign_in_help, self)),
            name="auth_user_sign_in_help",
        )
        # A password is chosen by its owner and typed by nobody else.
        others = [
            address
            for address in super().get_urls()
            if address.name != "auth_user_password_change"
        ]
        return [own, *others]

    def get_queryset(self, request):
        phones = Authenticator.objects.filter(
            user=OuterRef("pk"), type=Authenticator.Type.TOTP
        )
        people = super().get_queryset(request).annotate(has_phone=Exists(phones))
        return people.prefetch_related("groups")

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
            given = powers.groups_to_give(request.user)
            is_all = given.count() == Group.objects.count()
            kwargs["help_text"] = "" if is_all else SOME_GROUPS
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def add_view(self, request, form_url="", extra_context=None):
        answer = super().add_view(request, form_url, extra_context)
        invited = getattr(request, "invited", None)
        # Only now is the person kept for good: a letter cannot be called back.
        return invite(request, invited, answer) if invited else answer

    def response_add(self, request, obj, post_url_continue=None):
        request.invited = obj
        return super().response_add(request, obj, post_url_continue)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        # An address that was given up is no longer a way in.
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()

    @admin.display(description=gettext_lazy("name"), empty_value="–")
    def name(self, person):
        return person.get_full_name() or None

    @admin.display(description=gettext_lazy("groups"), empty_value="–")
    def in_groups(self, person):
        return ", ".join(map(group_name, person.groups.all())) or None

    @admin.display(description=gettext_lazy("signs in with"))
    def signs_in(self, person):
        if links.is_invited(person):
            return _("nothing yet: invited")
        return _("password and phone") if person.has_phone else _("password")


def invite(request: HttpRequest, person: User, answer: HttpResponse) -> HttpResponse:
    """Send somebody new their invitation; the link itself where that cannot be."""
    if letters.can_be_sent_to(person):
        if letters.send_link(person):
            messages.success(
                request,
                _("The invitation is on its way to %(address)s.")
                % {"address": person.email},
            )
            return answer
        messages.error(request, help_views.not_sent())
    return redirect(reverse("admin:auth_user_sign_in_help", args=[person.pk]))
