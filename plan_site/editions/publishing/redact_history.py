"""Redacting at the desk: the value leaves the history, the drafts and paired texts."""

import json
from urllib.parse import unquote_plus

from django.contrib.admin.models import LogEntry
from django.db.models import DecimalField, Model, Q

from pillars.hierarchy.tree import ROWS, nearest_parent
from pillars.history.recording import change_reason
from plan_site.drafts.models import Draft
from plan_site.editions.checks.messages import admin_url
from plan_site.editions.document.records import plain

from .field_path import FieldPath, versions

# Django's log cuts what it calls a record at 200 characters; a code may come before.
CUT = 150


def clear(path: FieldPath, gone: set, reason: str) -> None:
    """Take values out of the desk, but where the working copy has them today."""
    is_text = not isinstance(path.model._meta.get_field(path.column), DecimalField)
    kept = versions(path.model, id__in=path.rows)
    delete_drafts(path, kept, gone if is_text else set())
    if is_text:
        clear_actions(gone)
    for record in kept:
        is_past = hasattr(record, "history_id")
        is_emptied = is_past and empty(record, path, gone)
        if forget_pair(record, path.field[0], gone) or is_emptied:
            with change_reason(reason):
                record.save(using="default")


def empty(past: Model, path: FieldPath, gone: set) -> bool:
    # Beside the columns of its languages a text has one that no language owns.
    names = [
        name
        for name in {path.column, path.field[0]}
        if plain(getattr(past, name, None)) in gone
    ]
    for name in names:
        setattr(past, name, None if past._meta.get_field(name).null else "")
    return bool(names)


def forget_pair(record: Model, field: str, gone: set) -> bool:
    paired = json.dumps(record.paired_wordings.get(field))
    is_paired = any(json.dumps(text) in paired for text in gone)
    if is_paired:
        del record.paired_wordings[field]
    return is_paired


def delete_drafts(path: FieldPath, kept: list[Model], texts: set[str]) -> None:
    """Of the forms that the rows are in or ever were, and all that hold the texts."""
    parents = {*map(nearest_parent, kept)} - {None}
    forms = {(kind, key) for kind, key in parents if path.model in ROWS.get(kind, ())}
    forms |= {(path.model, key) for key in path.rows}
    items = [f"{kind._meta.label_lower}:{key}" for kind, key in forms]
    addresses = tuple(map(admin_url, items))
    # Those of translations name the record that they are of.
    marks = [*texts, *(f"{path.label}:{key}:" for key in path.rows)]
    for draft in Draft.objects.all():
        words = unquote_plus(draft.form_data).replace("\r\n", "\n")
        if (
            draft.address.startswith(addresses)
            # An imported file is packed: nobody can search it.
            or "rows" in draft.fields
            or any(mark in words for mark in marks)
        ):
            draft.delete()


def clear_actions(texts: set[str]) -> None:
    """Take texts out of Django's own log, which the start page shows, whole or cut."""
    for text in texts:
        start, quoted = text[:CUT], json.dumps(text)[1:-1]
        for entry in LogEntry.objects.filter(
            Q(object_repr__contains=start) | Q(change_message__contains=quoted)
        ):
            before, found, _rest = entry.object_repr.partition(start)
            entry.object_repr = before + "…" if found else before
            entry.change_message = entry.change_message.replace(quoted, "…")
            entry.save()
