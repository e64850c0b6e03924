"""Addresses of the publishing pages, and who may do what there."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from pillars.permissions import rules


def desk_url(name: str, *args: object) -> str:
    return reverse(f"admin:editions_edition_{name}", args=args)


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm("editions.publish")


def may_submit(request: HttpRequest) -> bool:
    """Whether a user may submit the review form: to publish, or to ask for it."""
    may_ask = settings.SECOND_PERSON and rules.may_change_something(request.user)
    return may_ask or may_publish(request)
