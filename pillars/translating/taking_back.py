"""Taking back that a text's meaning did not change: it is behind again, as it was."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pillars.in_step.texts import Text, TextState

from .acts import CONFLICT, RefusedError, held, save

NOT_CONFIRMED = gettext_lazy(
    "This text is no longer confirmed: somebody wrote it or took that back."
)
NOT_KNOWN = gettext_lazy(
    "The history does not say how this text was behind, so that cannot be taken back."
    " Write the text in the record’s form."
)


def take_back(user: AbstractBaseUser, key: str, digest: str) -> Text:
    """Have a confirmed text be behind once more, or raise ``RefusedError``."""
    with transaction.atomic():
        text = held(user, key, digest)
        if text.state != TextState.CONFIRMED:
            raise RefusedError(NOT_CONFIRMED, CONFLICT, text)
        before = before_confirmation(text)
        if before is None:
            raise RefusedError(NOT_KNOWN, CONFLICT, text)
        text.record.take_back_confirmation(
            text.field,
            text.language,
            before.translation_state[text.field][text.language],
            before.paired_wordings[text.field],
        )
        save(user, text.record, [text], _("its meaning did change"))
    return text


def before_confirmation(text: Text):
    """What the history has of a record just before its text was confirmed."""
    for row in text.record.history.iterator():
        if text.language in row.confirmations.get(text.field, {}):
            continue
        is_behind = text.language in row.translation_state.get(text.field, {})
        return row if is_behind and text.field in row.paired_wordings else None
    return None
