"""The columns of the file that goes to translators elsewhere and comes back."""

from django.utils.translation import gettext_lazy as _

from pillars.imports.columns import Columns

LABELS = {
    "record": _("Record"),
    "field": _("Field"),
    "part": _("Part of the plan"),
    "language": _("Language wanted"),
    "state": _("State"),
    "address": _("Address"),
    "source": _("Wording in the other language"),
    "changes": _("What changed in it"),
    "present": _("Wording as it is"),
    "wording": _("New wording"),
    "unchanged": _("Meaning unchanged: write yes"),
    "limit": _("Most characters"),
    "key": _("Key: leave as it is"),
    "digest": _("Check: leave as it is"),
}
# What a translator fills in, and what the way back needs.
TO_FILL_IN = ("wording", "unchanged")
HIDDEN = ("key", "digest")


def label(column: str) -> str:
    return str(LABELS[column])


TEXTS = Columns(
    names=tuple(LABELS),
    needed=(*HIDDEN, "wording"),
    telling="key",
    label=label,
    no_header=_(
        "This is not a file that was downloaded from here: no row names its columns."
        " The first line reads “%(read)s”."
    ),
    several=_("More than one sheet holds texts: %(titles)s. Leave one of them."),
    # Translators may keep notes of their own beside the texts.
    is_strict=False,
)
