"""
Each plan's feed gets a name for good. Editions that were published before are read
alike: see ``plan_site.editions.document.upgrades``.
"""

import uuid

from django.db import migrations


def feed_id(slug, organization):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{slug} {organization or ''}"))


def forwards(apps, schema_editor):
    past = apps.get_model("pillars", "HistoricalPlan")
    for plan in apps.get_model("pillars", "Plan").objects.all():
        feed = feed_id(plan.slug, plan.organization_en)
        type(plan).objects.filter(pk=plan.pk).update(feed_id=feed)
        past.objects.filter(id=plan.pk).update(feed_id=feed)


class Migration(migrations.Migration):
    dependencies = [("pillars", "0007_first_page_own_count_and_feeds")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
