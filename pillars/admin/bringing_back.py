"""Bringing back what was deleted: the same records with the same keys, or nothing."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pillars import looking_after
from pillars.deletions import Deletion
from pillars.locks import refuse_locked
from pillars.models import Pillar, PlanItem, Resource
from pillars.recording import BROUGHT_BACK, CHANGED, because
from pillars.renumbering import fit
from pillars.rights import may_change
from pillars.tree import broken_links


@transaction.atomic
def bring_back(deletion: Deletion, request: HttpRequest) -> None:
    """
    Make all records of an act again, with their keys and in both languages.

    Raises ``ValidationError`` where one has no place now, and ``PermissionDenied``
    where a person may not make one, or the plan is locked.
    """
    with because(BROUGHT_BACK):
        for row in deletion.rows:
            record = row.instance
            refuse_orphan(record, deletion)
            if row in deletion.tops:
                refuse_locked(record)
            desk = admin.site.get_model_admin(type(record))
            may_add = desk.has_add_permission(request)
            if not may_add or not may_change(request.user, record):
                raise PermissionDenied
            insert(record, deletion.names.of_row(row))
        join_resources_again(deletion)
    pillars = [row.id for row in deletion.rows if row.instance_type is Pillar]
    looking_after.give_back(deletion.rows[0].reason.kept, pillars)


def refuse_orphan(record: PlanItem, deletion: Deletion) -> None:
    """Refuse a record whose parent is gone; forget what it could do without."""
    for field in broken_links(record):
        if field.remote_field.on_delete is not models.SET_NULL:
            key = getattr(record, field.attname)
            names = {
                "record": deletion.names.of_row(record),
                "parent": deletion.names.of(field.related_model, key),
            }
            words = _(
                "%(record)s belongs to another record that has been deleted, too:"
                " %(parent)s. Bring that back first."
            )
            raise ValidationError(words % names)
        setattr(record, field.attname, None)


def insert(record: PlanItem, name: str) -> None:
    """Store a record under the key that it had."""
    record._state.adding = True
    fit(record)
    try:
        record.validate_unique()
        record.validate_constraints()
        with transaction.atomic():
            record.save(force_insert=True)
    except (ValidationError, IntegrityError) as error:
        reasons = getattr(error, "messages", [_("its place is taken.")])
        raise ValidationError([f"{name}: {why}" for why in reasons]) from error


def join_resources_again(deletion: Deletion) -> None:
    """Resources that lost their strategy in the act have it again, if none since."""
    first = deletion.rows[0]
    if not first.reason.code:
        return
    same = {"history_change_reason": first.history_change_reason}
    for row in Resource.history.filter(**same, history_type=CHANGED):
        held = Resource.objects.select_for_update(of=["self"])
        resource = held.filter(pk=row.id, strategy=None).first()
        earlier = row.instance.history.filter(history_id__lt=row.history_id)
        last = earlier.order_by("-history_id").first()
        if resource and last:
            resource.strategy_id = last.strategy_id
            resource.save()
