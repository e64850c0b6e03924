"""Going back to a former version of a record; bringing back what was deleted."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.fields import TranslationField

from pillars.hierarchy.renumbering import move_codes
from pillars.hierarchy.tree import broken_links
from pillars.history.field_text import edited_columns
from pillars.history.recording import (
    BROUGHT_BACK,
    CHANGED,
    REVERTED,
    Reason,
    change_reason,
    changed_columns,
)
from pillars.history.timeline import Deletion
from pillars.models import PlanItem, Resource
from pillars.models.series import YearValue
from pillars.permissions.rules import may_add, may_change, may_change_all, refuse_locked

# A lock is decided on a page of its own, and never comes back with a text.
LOCK = {"is_locked", "unlock_reason"}
# What the site stores with a wording belongs to the wordings that come back.
WITH_TEXTS = ["translation_state", "paired_wordings", "confirmations"]

PARENT_GONE = gettext_lazy(
    "In that version it belongs to another record (%(field)s), which has been deleted."
    " Bring that record back first."
)
ORPHAN = gettext_lazy(
    "%(record)s belongs to another record that has been deleted, too: %(parent)s."
    " Bring that back first."
)
TAKEN = gettext_lazy("Another record has just taken its place. Check and try again.")


def columns_to_revert(record: PlanItem, version: models.Model) -> list[models.Field]:
    columns = [c for c in edited_columns(type(record)) if c.name not in LOCK]
    return changed_columns(record, version, columns)


def may_revert(
    request: HttpRequest, desk, record: PlanItem, version: models.Model
) -> bool:
    """Whether a person may write by hand all that a version would overwrite."""
    columns = columns_to_revert(record, version)
    is_open = desk.has_change_permission(request, record)
    fields = desk.get_form(request, record, change=True).base_fields
    if not is_open or any(column.name not in fields for column in columns):
        return False
    try:
        moves = any(column.remote_field for column in columns)
        return not moves or may_change_all(request.user, version.instance)
    except ObjectDoesNotExist:
        return True  # That place is gone: nobody gets there, and the page says why.


def revert(record: PlanItem, version: models.Model, words: str) -> None:
    """
    Make a record what a version of it says, in a transaction that holds it.

    Raises ``ValidationError`` where the version would not stand today.
    """
    columns = columns_to_revert(record, version)
    before = getattr(record, "code", "")
    for column in columns:
        setattr(record, column.attname, getattr(version, column.attname))
    if gone := broken_links(record):
        raise ValidationError([PARENT_GONE % {"field": f.verbose_name} for f in gone])
    if any(isinstance(column, TranslationField) for column in columns):
        for name in WITH_TEXTS:
            setattr(record, name, getattr(version, name))
    if isinstance(record, Resource) and any(c.name.startswith("url_") for c in columns):
        # What a link check found belongs to the address that it asked.
        record.checked_on, record.check_result = None, ""
    if isinstance(record, YearValue):
        record.decimals = version.decimals
    unchanged = {f.name for f in record._meta.fields} - {f.name for f in columns}
    record.clean_fields(exclude=unchanged)
    record.clean()
    record.validate_unique()
    record.validate_constraints()
    record.follows_languages = False
    reason = Reason(REVERTED, str(version.history_id), words)
    try:
        with change_reason(reason):
            record.save()
        move_codes(record, before)
    except IntegrityError as error:
        raise ValidationError(TAKEN) from error


@transaction.atomic
def bring_back(deletion: Deletion, user: AbstractBaseUser) -> None:
    """
    Make all records of an act again, with their keys and in all languages.

    Raises ``ValidationError`` where one has no place now, and ``PermissionDenied``
    where a person may not make one, or the plan is locked.
    """
    with change_reason(Reason.of_act(BROUGHT_BACK)):
        for row in deletion.rows:
            record = row.instance
            refuse_orphan(record, deletion)
            if row in deletion.tops:
                refuse_locked(record)
            if not (may_add(user, type(record)) and may_change(user, record)):
                raise PermissionDenied
            insert(record, deletion.names.kind_and_name(row))
        rejoin_resources(deletion)


def refuse_orphan(record: PlanItem, deletion: Deletion) -> None:
    """Empties the link to a parent that is gone where the record can do without."""
    for field in broken_links(record):
        if field.remote_field.on_delete is not models.SET_NULL:
            key = getattr(record, field.attname)
            names = {
                "record": deletion.names.kind_and_name(record),
                "parent": deletion.names.name_by_key(field.related_model, key),
            }
            raise ValidationError(ORPHAN % names)
        setattr(record, field.attname, None)


def insert(record: PlanItem, name: str) -> None:
    record._state.adding = True
    try:
        record.validate_unique()
        record.validate_constraints()
        with transaction.atomic():
            record.save(force_insert=True)
    except (ValidationError, IntegrityError) as error:
        reasons = getattr(error, "messages", [_("its place is taken.")])
        raise ValidationError([f"{name}: {why}" for why in reasons]) from error


def rejoin_resources(deletion: Deletion) -> None:
    """Resources that lost their strategy in the act get it back, if none since."""
    first = deletion.rows[0]
    if not first.reason.code:
        return
    changed = Resource.history.filter(
        history_change_reason=first.history_change_reason, history_type=CHANGED
    )
    for row in changed:
        held = Resource.objects.select_for_update(of=["self"])
        resource = held.filter(pk=row.id, strategy=None).first()
        earlier = Resource.history.filter(id=row.id, history_id__lt=row.history_id)
        before = earlier.order_by("history_id").last()
        if resource and before:
            resource.strategy_id = before.strategy_id
            resource.save()
