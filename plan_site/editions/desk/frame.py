"""Addresses of the desk's pages of publishing, and who may do what there."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from pillars.permissions import rules


def desk_url(name: str, *args: object) -> str:
    return reverse(f"admin:editions_edition_{name}", args=args)


def may_publish(request: HttpRequest) -> bool:
    """Whether who asks may publish, roll back and cancel."""
    return request.user.has_perm("editions.publish")


def may_take_back(request: HttpRequest) -> bool:
    """Whether who asks may have the working copy say again what an edition said."""
    return rules.may_rewrite_the_plan(request.user)


def may_ask(request: HttpRequest) -> bool:
    """Whether who asks may ask for a publication that another person grants."""
    user = request.user
    return may_publish(request) or rules.may_change_something(user)


def may_send(request: HttpRequest) -> bool:
    """Whether who asks may send the review form: to publish it, or to ask for that."""
    return may_ask(request) if settings.SECOND_PERSON else may_publish(request)
