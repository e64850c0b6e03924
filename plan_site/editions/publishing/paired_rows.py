"""What editors had confirmed of texts comes back with the texts."""

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from pillars.models.base import languages
from plan_site.editions.document import public_fields
from plan_site.editions.document.records import plain
from plan_site.editions.document.snapshot import Row


def paired_row(row: Row, record: Model | None) -> Row:
    """A row with what stood beside its texts when they were last like that."""
    model = public_fields.BY_LABEL[row.model]
    past = (
        model.history.using(DEFAULT_DB_ALIAS).filter(id=row.pk).order_by("-history_id")
    )
    versions = [*filter(None, [record]), *past]
    beside = {"paired_wordings": {}, "confirmations": {}}
    for name in model.translated_fields():
        same = next((one for one in versions if has_texts(one, name, row.fields)), None)
        for column, saved in beside.items():
            if same and name in getattr(same, column):
                saved[name] = getattr(same, column)[name]
    return row.with_fields(**beside)


def has_texts(record: Model, name: str, values: dict) -> bool:
    columns = [f"{name}_{code}" for code in languages()]
    states = record.translation_state, values["translation_state"] or {}
    return states[0].get(name) == states[1].get(name) and all(
        plain(getattr(record, column)) == plain(values.get(column))
        for column in columns
    )
