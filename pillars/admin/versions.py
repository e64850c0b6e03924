"""Going back: a record becomes what a former version says, in both languages."""

from copy import copy

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from pillars.models import Measure, PlanItem
from pillars.naming import Names, is_text, told_columns
from pillars.recording import REVERTED, Reason, changed_columns
from pillars.renumbering import fit, move_codes, own_part
from pillars.rights import may_change, may_change_all, may_write

# What is decided by acts of its own, and never comes back with a text.
APART = {"is_locked", "unlock_reason"}
# What the site itself keeps with a wording: it belongs to the wordings that come back.
WITH_TEXTS = ["translation_state", "paired_wordings", "confirmations"]


class NoPlaceError(RuntimeError):
    """What is no more and has no place today; the messages say why."""

    def __init__(self, messages: list[str]):
        super().__init__(" ".join(messages))
        self.messages = messages


def columns_back(record: PlanItem, version: models.Model) -> list[models.Field]:
    """The columns that going back to a version would overwrite."""
    apart = APART
    if isinstance(record, Measure) and own_part(record.code) == own_part(version.code):
        # What its code begins with is said by the place where it stands by now.
        apart = APART | {"code"}
    columns = [f for f in told_columns(type(record)) if f.name not in apart]
    return changed_columns(record, version, columns)


def may_go_back(
    user: AbstractBaseUser, record: PlanItem, version: models.Model, offered: set[str]
) -> bool:
    """Whether a person may write by hand all that a version would overwrite."""
    columns = columns_back(record, version)
    return (
        may_change(user, record)
        and all(
            field.name in offered
            and (not is_text(field) or may_write(user, record, field.language))
            for field in columns
        )
        and may_change_there(user, record, version, columns)
    )


def may_change_there(user, record: PlanItem, version, columns) -> bool:
    """Whether a person may change the record where a version would move it to."""
    places = [field for field in columns if field.remote_field is not None]
    if not places:
        return True
    moved = copy(record)
    for field in places:
        setattr(moved, field.attname, getattr(version, field.attname))
    try:
        return may_change_all(user, moved)
    except ObjectDoesNotExist:
        return True  # That place is gone: nobody gets there, and the page says why.


@transaction.atomic
def go_back(record: PlanItem, version: models.Model, words: str) -> None:
    """
    Make a locked record what a version of it says, all or nothing.

    Raises ``NoPlaceError`` where the version would not stand today.
    """
    columns = columns_back(record, version)
    refuse_what_is_gone(columns, version)
    for field in columns:
        setattr(record, field.attname, getattr(version, field.attname))
    if any(map(is_text, columns)):
        for name in WITH_TEXTS:
            setattr(record, name, getattr(version, name))
    forget_link_check(record, columns)
    fit(record)
    refuse_what_is_taken(record, columns)
    record.follows_languages = False
    record._change_reason = str(Reason(REVERTED, str(version.history_id), words))
    try:
        with transaction.atomic():
            record.save()
            move_codes(record)
    except IntegrityError as error:
        raise NoPlaceError([taken_meanwhile()]) from error


def refuse_what_is_gone(columns: list[models.Field], version: models.Model) -> None:
    """Refuse a version that belonged to a record that is no more."""
    names = Names([version])
    gone = [
        field
        for field in columns
        if field.remote_field is not None
        and (key := getattr(version, field.attname)) is not None
        and key not in names.records[field.related_model]
    ]
    if gone:
        raise NoPlaceError(
            [
                _(
                    "It belonged to another record then (%(field)s) that has been"
                    " deleted. Bring that back first."
                )
                % {"field": field.verbose_name}
                for field in gone
            ]
        )


def refuse_what_is_taken(record: PlanItem, columns: list[models.Field]) -> None:
    """Refuse what could not be typed and saved today either."""
    unchanged = {f.name for f in record._meta.fields} - {f.name for f in columns}
    try:
        record.clean_fields(exclude=unchanged)
        record.clean()
        record.validate_unique()
        record.validate_constraints()
    except ValidationError as error:
        raise NoPlaceError(error.messages) from error


def taken_meanwhile() -> str:
    return _("Its place was taken at this very moment. Look again.")


def forget_link_check(record: PlanItem, columns: list[models.Field]) -> None:
    """What a link check found goes with the address that it asked."""
    if hasattr(record, "checked_on") and any(
        f.name.startswith("url_") for f in columns
    ):
        record.checked_on, record.check_result = None, ""
