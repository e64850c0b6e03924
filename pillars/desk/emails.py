"""E-mails to people at the desk."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from pillars.models import Account
from pillars.models.account import person_name


def email_to(user: AbstractBaseUser, template: str, **context) -> EmailMessage:
    """In the person's desk language; the first line of the template is the subject."""
    language = Account.desk_language_of(user) or settings.LANGUAGE_CODE
    context |= {"name": person_name(user), "site": settings.PUBLIC_URL}
    with translation.override(language):
        subject, body = render_to_string(template, context).split("\n\n", 1)
    return EmailMessage(subject, body, to=[user.email])
