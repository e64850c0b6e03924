"""Tags and filters of the publishing pages."""

from django import template

from pillars.models.account import person_name
from pillars.public.page_context import PageContext
from plan_site.editions.desk.access import may_publish
from plan_site.editions.desk.review_form import ReviewForm
from plan_site.editions.document.names import in_language
from plan_site.editions.publishing import approval

register = template.Library()
register.filter(person_name)
register.filter("in_language", lambda texts: in_language(texts)[0])


@register.simple_tag
def reader_languages() -> list[tuple[str, str]]:
    """The codes and names of those in which any plan is for readers."""
    return PageContext.of_current().named_languages


@register.filter
def get(texts: dict | str, name: str) -> dict | str:
    return texts.get(name, "") if texts else ""


@register.filter
def is_new(form: ReviewForm, entry: dict) -> bool:
    return bool(form.seen) and form.seen_items.get(entry["item"]) != entry["digest"]


@register.inclusion_tag("desk/publishing/_requests.html", takes_context=True)
def publication_requests(context) -> dict[str, object]:
    """Those that the user may answer, and their own."""
    request, sees_all = context["request"], may_publish(context["request"])
    return {"requests": approval.requests_for(request.user, sees_all=sees_all)}
