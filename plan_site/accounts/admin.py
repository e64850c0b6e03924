"""The desk's users: an administrator invites them and helps them to sign in."""

from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import Group, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, StackedInline
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from pillars.admin.base import RequestGuards
from pillars.admin.forms.choice_labels import name_to_choose
from pillars.admin.people import WithinReach
from pillars.models import Account, Pillar
from pillars.models.base import LanguagesField
from pillars.permissions import delegation

from . import emails, views

# These have no admin page; their owners change them under My account.
admin.site.unregister([User, EmailAddress, Authenticator])

# What only a superuser gives: whoever holds it can do everything.
ABOVE_GROUPS = ["is_superuser", "user_permissions"]
SOME_GROUPS = _("Groups that have more rights than you are not listed.")
NAMES = (None, {"fields": ["username", "email", ("first_name", "last_name")]})
RIGHTS = _("What they may do")


class PersonForm(forms.ModelForm):
    """User names and e-mail addresses are unique in upper and lower case."""

    class Meta:
        model = User
        fields = ["username", "email"]
        field_classes = {"username": UsernameField}
        labels = {"is_staff": _("Can use the desk")}
        help_texts = {
            "username": "",
            "is_active": _("Switch an account off instead of deleting it."),
            "is_staff": "",
        }

    def clean_username(self):
        name = self.cleaned_data["username"]
        if self.others().filter(username__iexact=name).exists():
            raise forms.ValidationError(_("Somebody has that user name already."))
        return name

    def clean_email(self):
        address = (self.cleaned_data.get("email") or "").lower()
        if address and self.others().filter(email__iexact=address).exists():
            raise forms.ValidationError(_("Somebody has that e-mail address already."))
        return address

    def others(self):
        return User.objects.exclude(pk=self.instance.pk)


class NewPersonForm(PersonForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True

    def save(self, commit=True):
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


class AccountInline(StackedInline):
    model = Account
    fields = ["pillars", "text_languages", "desk_language"]
    formfield_overrides = {
        LanguagesField: {"widget": UnfoldAdminCheckboxSelectMultipleWidget},
    }
    can_delete = False
    hide_title = True
    extra = max_num = 1

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "pillars":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        # Without the admin's links to add a pillar and to change it.
        pillars = Pillar.objects.named().select_related("plan")
        widget = UnfoldAdminCheckboxSelectMultipleWidget
        field = db_field.formfield(queryset=pillars, widget=widget)
        field.label_from_instance = name_to_choose
        return field


@admin.register(User)
class PersonAdmin(WithinReach, RequestGuards, UserAdmin, ModelAdmin):
    reaches = staticmethod(delegation.reaches)
    compressed_fields = False
    form = PersonForm
    add_form = NewPersonForm
    inlines = [AccountInline]
    list_display = [
        *("username", "name", "email", "group_names", "last_login", "is_active"),
    ]
    list_filter = ["groups", "is_active"]
    search_fields = ["username", "first_name", "last_name", "email"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ["user_permissions"]
    add_form_template = "desk/accounts/add_person.html"
    change_form_outer_before_template = "desk/accounts/_person_acts.html"
    add_fieldsets = [NAMES, (RIGHTS, {"fields": ["groups"]})]
    fieldsets = [
        NAMES,
        (RIGHTS, {"fields": ["is_active", "is_staff", "groups"]}),
        (
            _("Rights in addition to the groups"),
            {"classes": ["collapse"], "fields": ["is_superuser", "user_permissions"]},
        ),
        (None, {"fields": [("last_login", "date_joined")]}),
    ]

    def pages_beside(self):
        view = partial(views.sign_in_help, self)
        return [("<path:object_id>/sign-in-help/", view, "sign_in_help")]

    def get_urls(self):
        # Only its owner chooses a password.
        own, urls = "auth_user_password_change", super().get_urls()
        return [url for url in urls if url.name != own]

    def get_readonly_fields(self, request, obj=None):
        above = [] if request.user.is_superuser else ABOVE_GROUPS
        return [*super().get_readonly_fields(request, obj), *above]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
            groups = delegation.groups_to_give(request.user)
            is_all = groups.count() == Group.objects.count()
            kwargs["help_text"] = "" if is_all else SOME_GROUPS
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def add_view(self, request, form_url="", extra_context=None):
        response = super().add_view(request, form_url, extra_context)
        invited = getattr(request, "invited", None)
        # After the transaction, since an e-mail cannot be taken back.
        return invite(request, invited, response) if invited else response

    def response_add(self, request, obj, post_url_continue=None):
        request.invited = obj
        return super().response_add(request, obj, post_url_continue)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        # Nobody signs in with a former address.
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()

    @admin.display(description=_("name"), empty_value="–")
    def name(self, person):
        return person.get_full_name() or None

    @admin.display(description=_("groups"), empty_value="–")
    def group_names(self, person):
        return ", ".join(map(str, person.groups.all())) or None


def invite(request: HttpRequest, person: User, response: HttpResponse) -> HttpResponse:
    """E-mail the invitation; if that fails, show the page with the link."""
    if emails.can_email(person):
        if emails.send_link(person):
            sent = gettext("The invitation is on its way to %(address)s.")
            messages.success(request, sent % {"address": person.email})
            return response
        messages.error(request, views.NOT_SENT)
    return redirect("admin:auth_user_sign_in_help", person.pk)
