"""A plan's data as catalogs describe it: schema.org, and DCAT-US of the whole site."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override

from pillars.models import Plan
from plan_site.editions.document.document import Document

from .files import FILES, address


def page_of(plan: Plan) -> str:
    return settings.PUBLIC_URL + reverse("data:data", args=[plan.slug])


def known(facts: dict) -> dict:
    """Without what nothing is known of."""
    return {name: value for name, value in facts.items() if value}


def period_of(plan: Plan) -> str:
    """The days of its school years: ISO 8601, both ends included."""
    end = date(plan.last_year + 1, plan.first_month, 1) - timedelta(days=1)
    return f"{date(plan.first_year, plan.first_month, 1)}/{end}"


def dataset_of(plan: Plan) -> dict:
    """schema.org's Dataset, in the active language."""
    edition = Document.in_scope()
    files = [
        {
            "@type": "DataDownload",
            "name": name,
            "contentUrl": address(plan, name),
            "encodingFormat": file.media_type,
        }
        for name, file in FILES.items()
    ]
    return known(
        {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": plan.title,
            "description": plan.wording_of("summary").text or plan.title,
            "url": page_of(plan),
            "license": plan.license_url or plan.license_name,
            "creator": {"@type": "Organization", "name": plan.organization},
            "inLanguage": get_language(),
            "version": str(edition.number),
            "dateModified": edition.today.isoformat(),
            "temporalCoverage": period_of(plan),
            "isAccessibleForFree": True,
            "distribution": files,
        }
    )


def catalog(plans: Iterable[Plan]) -> dict:
    """DCAT-US 1.1: resources.data.gov/resources/dcat-us."""
    schema = "https://project-open-data.cio.gov/v1.1/schema"
    return {
        "@context": f"{schema}/catalog.jsonld",
        "@type": "dcat:Catalog",
        "conformsTo": schema,
        "describedBy": f"{schema}/catalog.json",
        "dataset": [*map(entry, plans)],
    }


def entry(plan: Plan) -> dict:
    """Without an address where the plan has none: nobody would answer there."""
    with override(plan.languages[0]):
        about = dataset_of(plan)
    publisher = {"@type": "org:Organization", "name": plan.organization}
    mail = plan.contact_email and f"mailto:{plan.contact_email}"
    contact = {"@type": "vcard:Contact", "fn": plan.organization, "hasEmail": mail}
    files = [
        {
            "@type": "dcat:Distribution",
            "title": it["name"],
            "downloadURL": it["contentUrl"],
            "mediaType": it["encodingFormat"],
        }
        for it in about["distribution"]
    ]
    return known(
        {
            "@type": "dcat:Dataset",
            "identifier": address(plan, "datapackage.json"),
            "title": about["name"],
            "description": about["description"],
            "keyword": [plan.slug, about["name"]],
            "modified": about["dateModified"],
            "publisher": publisher,
            "contactPoint": known(contact),
            "accessLevel": "public",
            "license": plan.license_url,
            "temporal": about["temporalCoverage"],
            "language": plan.languages,
            "landingPage": about["url"],
            "distribution": files,
        }
    )
