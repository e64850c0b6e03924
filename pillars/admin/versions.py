"""Going back: a record becomes what a former version says, in both languages."""

from copy import copy

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from pillars.models import Measure, PlanItem, Resource
from pillars.naming import told_columns
from pillars.recording import REVERTED, Reason, changed_columns
from pillars.renumbering import fit, move_codes, own_part
from pillars.rights import may_change_all
from pillars.tree import broken_links

# What is decided by acts of its own, and never comes back with a text.
APART = {"is_locked", "unlock_reason"}
# What the site itself keeps with a wording: it belongs to the wordings that come back.
WITH_TEXTS = ["translation_state", "paired_wordings", "confirmations"]

ELSEWHERE = _(
    "It belonged to another record then (%(field)s) that has been"
    " deleted. Bring that back first."
)
TAKEN = _("Its place was taken at this very moment. Look again.")


def columns_back(record: PlanItem, version: models.Model) -> list[models.Field]:
    """The columns that going back to a version would overwrite."""
    apart = APART
    if isinstance(record, Measure) and own_part(record.code) == own_part(version.code):
        # What its code begins with is said by the place where it stands by now.
        apart = APART | {"code"}
    columns = [f for f in told_columns(type(record)) if f.name not in apart]
    return changed_columns(record, version, columns)


def may_go_back(
    request: HttpRequest, desk, record: PlanItem, version: models.Model
) -> bool:
    """Whether a person may write by hand all that a version would overwrite."""
    columns = columns_back(record, version)
    form = desk.get_form(request, record, change=True)
    offered = {name for name, field in form.base_fields.items() if not field.disabled}
    return (
        desk.has_change_permission(request, record)
        and offered.issuperset(field.name for field in columns)
        and may_change_there(request.user, record, version, columns)
    )


def may_change_there(user, record: PlanItem, version, columns) -> bool:
    """Whether a person may change the record where a version would move it to."""
    places = [field for field in columns if field.remote_field is not None]
    moved = copy(record)
    write(moved, version, places)
    try:
        return not places or may_change_all(user, moved)
    except ObjectDoesNotExist:
        return True  # That place is gone: nobody gets there, and the page says why.


def write(record: PlanItem, version: models.Model, columns) -> None:
    """Let a record say in some columns what a version says."""
    for field in columns:
        setattr(record, field.attname, getattr(version, field.attname))


@transaction.atomic
def go_back(record: PlanItem, version: models.Model, words: str) -> None:
    """
    Make a locked record what a version of it says, all or nothing.

    Raises ``ValidationError`` where the version would not stand today.
    """
    columns = columns_back(record, version)
    write(record, version, columns)
    if gone := broken_links(record):
        raise ValidationError([ELSEWHERE % {"field": f.verbose_name} for f in gone])
    if any(isinstance(field, TranslationField) for field in columns):
        for name in WITH_TEXTS:
            setattr(record, name, getattr(version, name))
    if isinstance(record, Resource) and any(f.name.startswith("url_") for f in columns):
        # What a link check found goes with the address that it asked.
        record.checked_on, record.check_result = None, ""
    fit(record)
    refuse_what_is_taken(record, columns)
    record.follows_languages = False
    record._change_reason = str(Reason(REVERTED, str(version.history_id), words))
    try:
        with transaction.atomic():
            record.save()
            move_codes(record)
    except IntegrityError as error:
        raise ValidationError(TAKEN) from error


def refuse_what_is_taken(record: PlanItem, columns: list[models.Field]) -> None:
    """Refuse what could not be typed and saved today either."""
    unchanged = {f.name for f in record._meta.fields} - {f.name for f in columns}
    record.clean_fields(exclude=unchanged)
    record.clean()
    record.validate_unique()
    record.validate_constraints()
