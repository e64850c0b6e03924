"""Tags and filters of the desk's pages of publishing."""

from django import template
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from plan_site.editions.desk.frame import may_publish
from plan_site.editions.desk.review import Entry
from plan_site.editions.desk.review_form import ReviewForm
from plan_site.editions.models import PublicationRequest
from plan_site.editions.publishing import approval

register = template.Library()


@register.filter
def get(texts: dict[str, str], name: str) -> str:
    """One text among several; empty if it is not there."""
    return texts.get(name, "")


@register.filter
def chooses(form: ReviewForm, item: str) -> bool:
    return form.chooses(item)


@register.filter
def reason(form: ReviewForm | PublicationRequest, item: str) -> dict[str, str]:
    """The public reason for an item, by language."""
    return form.reasons.get(item, {})


@register.filter
def is_new(form: ReviewForm, entry: Entry) -> bool:
    """Whether an item is not as the editor had seen it."""
    return bool(form.seen) and form.known.get(entry.item) != entry.seal


@register.inclusion_tag("desk/publishing/_requests.html", takes_context=True)
def publication_requests(context) -> dict[str, object]:
    """The requests for publication that wait for who is signed in, or are theirs."""
    request = context["request"]
    found = approval.shown_to(request.user, sees_all=may_publish(request))
    return {"requests": found}


@register.filter
def language_named(code: str) -> str:
    """A language's name, in the editor's language."""
    return _(get_language_info(code)["name"])


@register.inclusion_tag("desk/publishing/_unpublished.html")
def unpublished_changes() -> dict[str, object]:
    """A box that asks for the unpublished changes once its page is there."""
    return {}
