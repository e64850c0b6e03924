"""Redacting at the desk: the value leaves the history, the drafts and paired texts."""

import json

from django.contrib.admin.models import LogEntry
from django.db.models import DecimalField, Model, Q

from pillars.hierarchy.tree import ROWS
from pillars.history.recording import change_reason
from pillars.models import PlanItem
from plan_site.drafts.models import Draft
from plan_site.editions.checks.messages import admin_url
from plan_site.editions.document.records import plain, row_of
from plan_site.editions.document.snapshot import Row

from .lookup import FieldPath

# Django's log cuts what it calls a record at 200 characters; a code may come before.
CUT = 150


def clear(path: FieldPath, gone: set, reason: str) -> None:
    """Take values out of the desk, but where the working copy has them today."""
    is_text = not isinstance(path.model._meta.get_field(path.column), DecimalField)
    delete_drafts(path, gone if is_text else set())
    if is_text:
        clear_actions(gone)
    for record in path.model._base_manager.using("default").filter(pk__in=path.rows):
        if forget_pair(record, path, gone):
            with change_reason(reason):
                record.save(using="default")
    for row in path.model.history.using("default").filter(id__in=path.rows):
        is_forgotten = forget_pair(row, path, gone)
        if empty(row, path, gone) or is_forgotten:
            row.save(using="default")


def empty(row: Model, path: FieldPath, gone: set) -> bool:
    # Beside the columns of its languages a text has one that no language owns.
    names = [
        name
        for name in {path.column, path.field[0]}
        if plain(getattr(row, name, None)) in gone
    ]
    for name in names:
        setattr(row, name, None if row._meta.get_field(name).null else "")
    return bool(names)


def rows_of_years(path: FieldPath) -> list[Row]:
    about = {f"{path.model.about}_id": int(path.item.partition(":")[2])}
    now = path.model._base_manager.using("default").filter(**about)
    past = path.model.history.using("default").filter(**about)
    return [row_of(record) for record in [*now, *(then.instance for then in past)]]


def delete_drafts(path: FieldPath, texts: set[str]) -> None:
    addresses = [admin_url(f"{path.label}:{key}") for key in path.rows]
    for parent, kinds in ROWS.items():
        for rows in (path.model._base_manager, path.model.history):
            if column := kinds.get(path.model):
                own = rows.using("default").filter(id__in=path.rows)
                keys = own.values_list(column, flat=True)
                addresses += [
                    admin_url(f"{parent._meta.label_lower}:{key}") for key in keys
                ]
    translations = tuple(f"{path.label}:{key}:" for key in path.rows)
    for draft in Draft.objects.all():
        values = [value for _name, some in draft.fields.lists() for value in some]
        words = "\n".join(values).replace("\r\n", "\n")
        if (
            draft.address.startswith(tuple(addresses))
            or draft.fields.get("text", "").startswith(translations)
            # An imported file is packed: nobody can search it.
            or "rows" in draft.fields
            or any(text in words for text in texts)
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


def forget_pair(record: PlanItem | Model, path: FieldPath, gone: set) -> bool:
    field, language = path.field
    pairs = record.paired_wordings.get(field) or {}
    # Of the time of two languages: both wordings, by their own language.
    own = [each for each in pairs.values() if isinstance(each, dict)] or [pairs]
    if not language or not any(plain(each.get(language)) in gone for each in own):
        return False
    del record.paired_wordings[field]
    return True
