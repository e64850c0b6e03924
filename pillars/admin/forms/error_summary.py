"""What a form refuses, listed at its top: each fault with the way to its field."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.text import capfirst


@dataclass(frozen=True)
class Fault:
    words: str
    # The id of the input, its name and the row that it stands in, as far as there are.
    id: str = ""
    label: str = ""
    row: str = ""


def faults_of(adminform, inlines) -> list[Fault]:
    """All that a form and its rows refuse, in the order of the page."""
    found = list(faults_in(adminform.form))
    for inline in inlines:
        found += [Fault(str(words)) for words in inline.formset.non_form_errors()]
        kind = capfirst(str(inline.opts.verbose_name))
        for number, form in enumerate(inline.formset.forms, start=1):
            found += faults_in(form, row_of(form) or f"{kind} #{number}")
    return found


def row_of(form) -> str:
    """A row in the words of the form: a number's by its kind and its school year."""
    record = form.instance
    return capfirst(str(getattr(record, "place", record))) if record.pk else ""


def faults_in(form, row: str = "") -> Iterator[Fault]:
    for name, errors in form.errors.items():
        for words in errors:
            if name == NON_FIELD_ERRORS or form[name].is_hidden:
                yield Fault(str(words), row=row)
            else:
                field = form[name]
                spot = field.id_for_label or field.auto_id
                yield Fault(str(words), spot, capfirst(str(field.label)), row)
