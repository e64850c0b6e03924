"""A plan's data as catalogs describe it: schema.org, and DCAT-US of the whole site."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from pillars.models import Plan

from .files import FILES, address, described
from .tables import Row, facts_of


def dataset_of(plan: Plan) -> Row:
    """In the active language."""
    files = {
        name: {"address": address(plan, name), "media_type": file.media_type}
        for name, file in FILES.items()
    }
    return described(
        "dataset",
        plan=plan,
        facts=facts_of(plan),
        page=settings.PUBLIC_URL + reverse("data:data", args=[plan.slug]),
        period=period_of(plan),
        files=files,
    )


def period_of(plan: Plan) -> str:
    """The days of its school years, both ends included (ISO 8601)."""
    start = datetime.date(plan.first_year, plan.first_month, 1)
    end = start.replace(year=plan.last_year + 1) - datetime.timedelta(days=1)
    return f"{start}/{end}"


def catalog(plans: Iterable[Plan]) -> Row:
    found = []
    for plan in plans:
        with override(plan.languages[0]):
            found.append((plan, dataset_of(plan)))
    return described("catalog", plans=found)
