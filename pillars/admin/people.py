"""The desk's forms for who may do what: users and their groups."""

from collections import defaultdict

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, User
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from pillars.permissions import delegation

from .forms.bad_addresses import OddRequests

admin.site.unregister([User, Group])

# The groups that the site comes with, to be named in the language of the desk.
GROUP_NAMES = [
    _("Translator"),
    _("Data steward"),
    _("Pillar editor"),
    _("Editor"),
    _("Publisher"),
    _("Administrator"),
]
# What only a superuser gives: whoever holds it can do everything.
ABOVE_GROUPS = ["is_superuser", "user_permissions"]


# The acts that Django knows of for every kind of record.
ACTS = {
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
    "view": _("view"),
}


def group_name(group: Group) -> str:
    """A group's name, in the language of the desk where it is one of the site's own."""
    return gettext(group.name)


class NamedGroups(admin.RelatedFieldListFilter):
    def field_choices(self, field, request, model_admin):
        return [(group.pk, group_name(group)) for group in Group.objects.all()]


class WithinReach:
    """Nobody changes or deletes an account, or a group, that may do more."""

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or self.reaches(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or self.reaches(request.user, obj))


@admin.register(User)
class UserAdmin(WithinReach, OddRequests, auth_admin.UserAdmin, ModelAdmin):
    reaches = staticmethod(delegation.reaches)
    compressed_fields = False
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm

    def get_readonly_fields(self, request, obj=None):
        above = [] if request.user.is_superuser else ABOVE_GROUPS
        return [*super().get_readonly_fields(request, obj), *above]

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs["queryset"] = delegation.groups_to_give(request.user)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and db_field.name == "groups":
            field.label_from_instance = group_name
        return field


@admin.register(Group)
class GroupAdmin(WithinReach, OddRequests, auth_admin.GroupAdmin, ModelAdmin):
    reaches = staticmethod(delegation.gives)
    compressed_fields = False
    list_display = ["named"]

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "permissions":
            kwargs["queryset"] = delegation.permissions_to_give(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_fields(self, request, obj=None):
        """Django's own boxes for who may tick them; for all others, what they say."""
        if self.has_change_permission(request, obj):
            return super().get_fields(request, obj)
        return ["named", "may_do"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "named", "may_do"]

    @admin.display(description=_("name"), ordering="name")
    def named(self, group):
        return group_name(group)

    @admin.display(description=_("What they may do"))
    def may_do(self, group):
        return format_html_join("", "<div>{}</div>", ([act] for act in acts_of(group)))


def acts_of(group: Group) -> list[str]:
    """What a group may do, a line for each kind of record and each act of its own."""
    kinds, others = defaultdict(list), []
    for permission in group.permissions.select_related("content_type"):
        act = permission.codename.partition("_")[0]
        if permission.codename == f"{act}_{permission.content_type.model}":
            kinds[permission.content_type].append(str(ACTS[act]))
        else:
            others.append(gettext(permission.name))
    return [
        *(f"{capfirst(kind.name)}: {', '.join(acts)}" for kind, acts in kinds.items()),
        *others,
    ]
