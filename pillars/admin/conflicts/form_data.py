"""A form's fields as a browser sends them."""

from django import forms
from django.utils.translation import gettext as _

# No key of the database has more digits.
MAX_DIGITS = 18


def parse_key(text: str) -> int | None:
    is_key = text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS
    return int(text) if is_key else None


def untouched_data(bound: forms.BoundField) -> list[str]:
    """What a browser sends if nobody changes the field."""
    value = bound.value()
    if value is None or value is False:
        return []
    data = "on" if value is True else bound.field.widget.format_value(value)
    # A choice is a list.
    return data if isinstance(data, list) else [data or ""]


def data_as_text(bound: forms.BoundField) -> str:
    """What was entered in a field, as the page shows it."""
    data = bound.data
    if isinstance(data, bool):
        return _("yes") if data else _("no")
    choices = getattr(bound.field, "choices", None) or ()
    labels = {str(key): label for key, label in choices}
    entered = data if isinstance(data, list) else [data]
    return ", ".join(str(labels.get(one, one) or "") for one in entered) or "–"
