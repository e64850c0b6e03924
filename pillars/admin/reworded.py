"""
What Django's admin says stiffly in Spanish, to be said anew in our own catalogue.

Listing a text here puts it into the catalogues of this site, which win over Django's.
Django's Spanish bends no word to the gender and number of a record's kind ("borrar los
prioridad"); ours is written so that none has to be bent.
"""

from django.utils.translation import gettext_noop as said
from django.utils.translation import ngettext_lazy

SAVED = [
    said("The {name} “{obj}” was added successfully."),
    said("You may edit it again below."),
    said(
        "The {name} “{obj}” was added successfully. You may add another {name} below."
    ),
    said("The {name} “{obj}” was changed successfully. You may edit it again below."),
    said(
        "The {name} “{obj}” was changed successfully. You may add another {name} below."
    ),
    said("The {name} “{obj}” was changed successfully."),
    ngettext_lazy(
        "%(count)s %(name)s was changed successfully.",
        "%(count)s %(name)s were changed successfully.",
        "count",
    ),
    said(
        "Items must be selected in order to perform actions on them. No items have been"
        " changed."
    ),
]
DELETED = [
    said("Delete selected %(verbose_name_plural)s"),
    said("Delete multiple objects"),
    said("Cannot delete %(name)s"),
    said("Successfully deleted %(count)d %(items)s."),
    said("The %(name)s “%(obj)s” was deleted successfully."),
    said(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All'
        " of the following related items will be deleted:"
    ),
    said(
        "Are you sure you want to delete the selected %(objects_name)s? All of the"
        " following objects and their related items will be deleted:"
    ),
    said(
        "Deleting the %(object_name)s '%(escaped_object)s' would result in deleting"
        " related objects, but your account doesn't have permission to delete the"
        " following types of objects:"
    ),
    said(
        "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the"
        " following protected related objects:"
    ),
    said(
        "Deleting the selected %(objects_name)s would result in deleting related"
        " objects, but your account doesn't have permission to delete the following"
        " types of objects:"
    ),
    said(
        "Deleting the selected %(objects_name)s would require deleting the following"
        " protected related objects:"
    ),
    said("Objects"),
    said("Yes, I’m sure"),
    said("No, take me back"),
]
LINKS = [
    said("Add"),
    said("Add %s"),
    said("Add %(name)s"),
    said("Add another %(verbose_name)s"),
    said("Add another %(model)s"),
    said("Change selected %(model)s"),
    said("Delete selected %(model)s"),
    said("View selected %(model)s"),
    said("View"),
    said("View %s"),
    said("Save and add another"),
    said("Select %s to change"),
    said("Select %s to view"),
    said("Select all %(total_count)s %(module_name)s"),
    said("Click here to select the objects across all pages"),
    said("Remove from sorting"),
    said("Change history: %s"),
    said("Models in the %(name)s application"),
    said("%(app)s administration"),
    said(
        "This object doesn’t have a change history. It probably wasn’t added via this"
        " admin site."
    ),
]
FAULTS = [
    said("Enter a valid URL."),
]
PASSWORDS = [
    said("Your password can’t be too similar to your other personal information."),
    said("Your password can’t be a commonly used password."),
    said("Your password can’t be entirely numeric."),
    said("The password is too similar to the %(verbose_name)s."),
    said("This password is entirely numeric."),
    said(
        "Enter a valid username. This value may contain only letters, numbers, and"
        " @/./+/-/_ characters."
    ),
]
