"""
Strings of Django's admin and of its theme that this site's catalog translates anew.

A string listed here wins over the library's. Django's Spanish does not fit the gender
and number of a record's kind ("borrar los prioridad"); ours is written so that it need
not.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

STRINGS = [
    # Saving
    _("The {name} “{obj}” was added successfully."),
    _("You may edit it again below."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    ngettext_lazy(
        "%(count)s %(name)s was changed successfully.",
        "%(count)s %(name)s were changed successfully.",
        "count",
    ),
    _(
        "Items must be selected in order to perform actions on them. No items have been"
        " changed."
    ),
    # Deleting
    _("Delete selected %(verbose_name_plural)s"),
    _("Delete multiple objects"),
    _("Cannot delete %(name)s"),
    _("Successfully deleted %(count)d %(items)s."),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All'
        " of the following related items will be deleted:"
    ),
    _(
        "Are you sure you want to delete the selected %(objects_name)s? All of the"
        " following objects and their related items will be deleted:"
    ),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would result in deleting"
        " related objects, but your account doesn't have permission to delete the"
        " following types of objects:"
    ),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the"
        " following protected related objects:"
    ),
    _(
        "Deleting the selected %(objects_name)s would result in deleting related"
        " objects, but your account doesn't have permission to delete the following"
        " types of objects:"
    ),
    _(
        "Deleting the selected %(objects_name)s would require deleting the following"
        " protected related objects:"
    ),
    _("Objects"),
    _("Yes, I’m sure"),
    _("No, take me back"),
    # Links and lists
    _("Add"),
    _("Add %s"),
    _("Add %(name)s"),
    _("Add another %(verbose_name)s"),
    _("Add another %(model)s"),
    _("Change selected %(model)s"),
    _("Delete selected %(model)s"),
    _("View selected %(model)s"),
    _("View"),
    _("View %s"),
    _("Save and add another"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("Select all %(total_count)s %(module_name)s"),
    _("Click here to select the objects across all pages"),
    _("Remove from sorting"),
    _("Change history: %s"),
    _("Models in the %(name)s application"),
    _("%(app)s administration"),
    _(
        "This object doesn’t have a change history. It probably wasn’t added via this"
        " admin site."
    ),
    # Errors and passwords
    _("Enter a valid URL."),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    _("The password is too similar to the %(verbose_name)s."),
    _("This password is entirely numeric."),
    _(
        "Enter a valid username. This value may contain only letters, numbers, and"
        " @/./+/-/_ characters."
    ),
    _("authenticator"),
    _("Welcome"),  # The theme asks for it inside an f-string.
]
