"""Write a text that is missing or behind, or confirm it."""

from http import HTTPStatus

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.history.recording import change_reason
from pillars.models import PlanItem
from pillars.models.account import person_name
from pillars.permissions.rules import may_write
from pillars.rules.behind import same_words
from pillars.rules.texts import visible_text
from pillars.translations.queries import text_at
from pillars.translations.status import OPEN, Text, TextState

GONE = gettext_lazy("The record is no longer there.")
FORBIDDEN = gettext_lazy("You may not write this text.")
CHANGED_MEANWHILE = gettext_lazy(
    "Somebody changed this text meanwhile, so nothing was saved. Compare the wordings"
    " as they are now, then save again."
)
EMPTY = gettext_lazy("Write the text first.")
SAME_WORDING = gettext_lazy(
    "The wording is the one that is there already. If it still says what the other"
    " text says, say that the meaning did not change."
)
NEW_WORDING_TOO = gettext_lazy(
    "You typed a new wording and said that the meaning did not change, so nothing was"
    " saved. Save the wording, or leave the one that was there."
)


class RefusedError(Exception):
    """Nothing was saved, for the reason in the message; ``text`` is the saved text."""

    def __init__(
        self, reason: str | Promise, status: HTTPStatus, text: Text | None = None
    ):
        super().__init__(reason)
        self.status = status
        self.text = text


@transaction.atomic
def write(user: AbstractBaseUser, key: str, digest: str, typed: str) -> Text:
    """Raises ``RefusedError``, as all actions here do."""
    text = lock_text(user, key, digest, *OPEN)
    try:
        set_wording(text, typed)
        text.record.full_clean()
    except ValidationError as error:
        reason = message_of(text.record, error)
        # Read again, since this record has the refused wording.
        saved = text_at(key)
        raise RefusedError(reason, HTTPStatus.UNPROCESSABLE_ENTITY, saved) from None
    save(user, [text], _("translated"))
    return text


@transaction.atomic
def confirm(user: AbstractBaseUser, key: str, digest: str, typed: str = "") -> Text:
    text = lock_text(user, key, digest, TextState.BEHIND)
    if typed and not same_words(typed, text.wording):
        raise RefusedError(NEW_WORDING_TOO, HTTPStatus.UNPROCESSABLE_ENTITY, text)
    set_confirmed(user, text)
    save(user, [text], _("the meaning did not change"))
    return text


def lock_text(
    user: AbstractBaseUser, key: str, digest: str, *states: TextState
) -> Text:
    """Nobody else can write the text until the transaction ends."""
    text = text_at(key, lock=True)
    if text is None:
        raise RefusedError(GONE, HTTPStatus.NOT_FOUND)
    if not may_write(user, text.record, text.language):
        raise RefusedError(FORBIDDEN, HTTPStatus.FORBIDDEN, text)
    if text.digest != digest or text.state not in states:
        raise RefusedError(CHANGED_MEANWHILE, HTTPStatus.CONFLICT, text)
    return text


def set_wording(text: Text, typed: str) -> None:
    """Raises ``ValidationError`` if it is not valid or not new."""
    field = text.record._meta.get_field(text.column)
    wording = field.formfield(required=False).clean(normalize_newlines(typed).strip())
    if not visible_text(wording):
        raise ValidationError(EMPTY)
    if same_words(wording, text.wording):
        raise ValidationError(SAME_WORDING)
    setattr(text.record, text.column, wording)


def set_confirmed(user: AbstractBaseUser, text: Text) -> None:
    name = person_name(user)
    text.record.confirm_meaning(text.field, text.language, name, timezone.localdate())


def message_of(record: PlanItem, error: ValidationError) -> str:
    """With the name of the field before each message."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    messages = []
    for column, texts in error.message_dict.items():
        if column != NON_FIELD_ERRORS:
            name = record._meta.get_field(column).verbose_name
            texts = [f"{name}: {text}" for text in texts]
        messages += texts
    return " ".join(messages)


def save(user: AbstractBaseUser, texts: list[Text], why: str) -> None:
    """Save the record that these texts belong to, with a note in its history."""
    record = texts[0].record
    fields = [str(record._meta.get_field(text.column).verbose_name) for text in texts]
    with change_reason(f"{', '.join(fields)}: {why}"):
        record.save()
    LogEntry.objects.log_actions(
        user.pk, [record], CHANGE, [{"changed": {"fields": fields}}]
    )
