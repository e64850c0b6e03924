"""Writing a text that is missing or behind, and saying that its meaning still holds."""

from collections.abc import Iterator

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.in_step.reading import OPEN, text_at
from pillars.in_step.texts import Text, TextState
from pillars.models import PlanItem
from pillars.models.base import same_words
from pillars.rights import may_write
from pillars.visible import shown

FORBIDDEN, GONE, CONFLICT, UNPROCESSABLE = 403, 404, 409, 422
NOT_OPEN = gettext_lazy(
    "This text is written by now, so nothing was saved. If yours is better, take it"
    " over in the record’s form."
)
TYPED_TOO = gettext_lazy(
    "You typed a new wording and said that the meaning did not change, so nothing was"
    " saved. Save the wording, or leave the one that was there."
)
NOT_BEHIND = gettext_lazy(
    "This text is no longer behind: somebody wrote or confirmed it."
)


class RefusedError(Exception):
    """What a person asked for was not done, with the reason, for them to read."""

    def __init__(self, reason: str | Promise, status: int, text: Text | None = None):
        super().__init__(reason)
        self.status = status
        # The text as it is now.
        self.text = text


def write(user: AbstractBaseUser, key: str, digest: str, typed: str) -> Text:
    """Save a text's new wording, or raise ``RefusedError`` and save nothing."""
    with transaction.atomic():
        text = held(user, key, digest)
        if text.state not in OPEN:
            raise RefusedError(NOT_OPEN, CONFLICT, text)
        try:
            wording = cleaned(text, typed)
            put(text, wording)
            text.record.full_clean()
        except ValidationError as error:
            reason = " ".join(reasons(text.record, error))
            # What was put into the record is not what it holds.
            raise RefusedError(reason, UNPROCESSABLE, text_at(key)) from None
        save(user, text.record, [text], _("translated"))
    return text


def confirm(user: AbstractBaseUser, key: str, digest: str, typed: str = "") -> Text:
    """Note that a text's meaning still holds, or raise ``RefusedError``."""
    with transaction.atomic():
        text = held(user, key, digest)
        if typed and not same_words(typed, text.wording):
            raise RefusedError(TYPED_TOO, UNPROCESSABLE, text)
        if text.state != TextState.BEHIND:
            raise RefusedError(NOT_BEHIND, CONFLICT, text)
        text.record.confirm_meaning(
            text.field, text.language, name_of(user), timezone.localdate()
        )
        save(user, text.record, [text], _("the meaning did not change"))
    return text


def held(user: AbstractBaseUser, key: str, digest: str) -> Text:
    """A text that nobody else can write until this is over, as it was last seen."""
    text = text_at(key, lock=True)
    if text is None:
        raise RefusedError(_("The record is no longer there."), GONE)
    if not may_write(user, text.record, text.language):
        raise RefusedError(_("You may not write this text."), FORBIDDEN, text)
    if text.digest != digest:
        raise RefusedError(
            _(
                "Somebody changed this text meanwhile, so nothing was saved. Compare"
                " the wordings as they are now, then save again."
            ),
            CONFLICT,
            text,
        )
    return text


def cleaned(text: Text, typed: str) -> str:
    """A wording as the plan keeps it. Raises ``ValidationError`` for what is none."""
    field = text.record._meta.get_field(text.column)
    wording = field.formfield(required=False).clean(normalize_newlines(typed).strip())
    if not shown(wording):
        raise ValidationError(_("Write the text first."))
    if same_words(wording, text.wording):
        raise ValidationError(
            _(
                "The wording is the one that is there already. If it still says the"
                " same as the other language, say that the meaning did not change."
            )
        )
    return wording


def put(text: Text, wording: str) -> None:
    """Give a record a text's new wording; nothing is saved."""
    setattr(text.record, text.column, wording)


def reasons(record: PlanItem, error: ValidationError) -> Iterator[str]:
    """What is wrong with a record, each with the field that it is about."""
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    for column, messages in error.message_dict.items():
        about = ""
        if column != NON_FIELD_ERRORS:
            about = f"{record._meta.get_field(column).verbose_name}: "
        yield from (f"{about}{message}" for message in messages)


def save(user: AbstractBaseUser, record: PlanItem, texts: list[Text], why: str) -> None:
    """Save a record whose texts were written, and tell its history by whom and why."""
    fields = [str(record._meta.get_field(text.column).verbose_name) for text in texts]
    record._change_reason = f"{', '.join(fields)}: {why}"
    record.save()
    LogEntry.objects.log_actions(
        user.pk, [record], CHANGE, [{"changed": {"fields": fields}}]
    )


def name_of(user: AbstractBaseUser) -> str:
    """How a person is named where their word stands."""
    return user.get_full_name() or user.get_username()
