"""Tags and filters of the desk's pages of publishing."""

from django import template
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from pillars.models.account import person_name
from plan_site.editions.desk.frame import may_publish
from plan_site.editions.desk.review import Entry
from plan_site.editions.desk.review_form import ReviewForm
from plan_site.editions.models import PublicationRequest
from plan_site.editions.publishing import approval

register = template.Library()
register.filter(person_name)


@register.filter
def get(texts: dict[str, str], name: str) -> str:
    return texts.get(name, "")


@register.filter
def chooses(form: ReviewForm, item: str) -> bool:
    return form.chooses(item)


@register.filter
def reason(form: ReviewForm | PublicationRequest, item: str) -> dict[str, str]:
    return form.reasons.get(item, {})


@register.filter
def is_new(form: ReviewForm, entry: Entry) -> bool:
    """Whether an item differs from what the editor had seen."""
    return bool(form.seen) and form.known.get(entry.item) != entry.seal


@register.inclusion_tag("desk/publishing/_requests.html", takes_context=True)
def publication_requests(context) -> dict[str, object]:
    """Those that the user may answer, and their own."""
    request = context["request"]
    found = approval.requests_for(request.user, sees_all=may_publish(request))
    return {"requests": found}


@register.filter
def language_named(code: str) -> str:
    """In the editor's language."""
    return _(get_language_info(code)["name"])


@register.inclusion_tag("desk/publishing/_unpublished.html")
def unpublished_changes() -> dict[str, object]:
    """A box that loads the unpublished changes after its page."""
    return {}
