"""The fields of a form as a browser sends them."""

from django import forms
from django.utils.translation import gettext as _

# No key of the database has more digits.
DIGITS_AT_MOST = 18


def whole_number(text: str) -> int | None:
    is_one = text.isascii() and text.isdecimal() and len(text) <= DIGITS_AT_MOST
    return int(text) if is_one else None


def untouched_data(bound: forms.BoundField) -> list[str]:
    """What is sent of a field that nobody touched."""
    value = bound.value()
    if value is None or value is False:
        return []
    shown = "on" if value is True else bound.field.widget.format_value(value)
    # A choice is shown as a list.
    return shown if isinstance(shown, list) else [shown or ""]


def data_as_text(bound: forms.BoundField) -> str:
    """What was typed in a field, as a person would read it."""
    data = bound.data
    if isinstance(data, bool):
        return _("yes") if data else _("no")
    choices = getattr(bound.field, "choices", None) or ()
    shown = {str(key): name for key, name in choices}
    return str(shown.get(data, data) or "–")
