"""A form’s fields as a browser sends them: read, written and put into words."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

# No key of the database has more digits.
DIGITS_AT_MOST = 18


def whole_number(text: str) -> int | None:
    """The number that a text says, if it is one that a form of ours could send."""
    is_one = text.isascii() and text.isdecimal() and len(text) <= DIGITS_AT_MOST
    return int(text) if is_one else None


def put(sent: QueryDict, bound: forms.BoundField) -> None:
    """Send a field as a form that nobody touched would."""
    value = bound.value()
    sent.pop(bound.html_name, None)
    if value is None or value is False:
        return
    shown = "on" if value is True else bound.field.widget.format_value(value)
    # A choice is shown as a list.
    sent.setlist(bound.html_name, shown if isinstance(shown, list) else [shown or ""])


def said(bound: forms.BoundField) -> str:
    """What was typed in a field, as a person would read it."""
    data = bound.data
    if isinstance(data, bool):
        return _("yes") if data else _("no")
    choices = getattr(bound.field, "choices", None) or ()
    shown = {str(key): name for key, name in choices}
    return str(shown.get(data, data) or "–")
