"""Redacting: the value leaves what the desk keeps of the past, too."""

import json
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from plan_site.drafts.models import Draft
from plan_site.editions.publishing.redact import redact
from tests.editions.publishing.test_redact import REASON, change, item
from tests.helpers.desk import form_of
from tests.helpers.editions.live_editions import publish
from tests.helpers.makers import make_measure, make_priority, make_resource, make_result
from tests.helpers.translation_pages import behind_since

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def kept_at_the_desk(record) -> str:
    """All that the working copy and its history hold of a record."""
    own = type(record).objects.filter(pk=record.pk).values()
    past = type(record).history.filter(id=record.pk).values()
    return json.dumps([*own, *past], default=str)


def test_text_leaves_the_history_and_the_wordings_kept_for_translators():
    priority = make_priority(why_en="It named Lupita.", why_es="Nombró a Lupita.")
    publish()
    change(priority, why_en="It helps.")
    change(priority, title_en="Another title")
    assert kept_at_the_desk(priority).count("named Lupita") == 5

    redact(item(priority), "why_en", REASON)

    assert "named Lupita" not in kept_at_the_desk(priority)
    # What was said in the other language stays, and so does what it is today.
    assert "a Lupita" in kept_at_the_desk(priority)
    priority.refresh_from_db()
    assert priority.why_en == "It helps."
    assert behind_since(priority, "why", "es")


def test_number_leaves_the_history_and_the_current_one_stays():
    result = make_result(make_measure(), 2022, "51.5", student_count=200)
    publish()
    change(result, value="52.5")

    redact(item(result.measure), "result:2022:value", REASON)

    assert "51.5" not in kept_at_the_desk(result)
    assert "52.5" in kept_at_the_desk(result)


def test_record_that_is_gone_leaves_no_value_behind():
    priority = make_priority(why_en="It named Lupita.")
    publish()
    key = priority.pk
    priority.delete()
    priority.pk = key

    redact(item(priority), "why_en", REASON)

    assert "named Lupita" not in kept_at_the_desk(priority)


@pytest.mark.parametrize("where", ["own", "parent", "translation", "text", "file"])
def test_redacting_deletes_the_unsaved_forms_of_the_record(admin_user, where):
    resource = make_resource(make_priority(), title_en="María’s page")
    other = make_priority(resource.priority.pillar)
    publish()
    change(resource, title_en="The page")
    texts = reverse("admin:pillars_plan_translations")
    key = f"{resource._meta.label_lower}:{resource.pk}:title:es"
    address, form_data = {
        "own": (form_of(resource), {"title_en": "Another title"}),
        "parent": (form_of(resource.priority), {"title_en": "Another title"}),
        "translation": (texts, {"text": key, "wording": "La página"}),
        "text": (form_of(other), {"editors_note": "See María’s page, too."}),
        "file": (reverse("admin:pillars_plan_from_file"), {"rows": "packed"}),
    }[where]
    save_draft(admin_user, address, **form_data)
    kept = save_draft(admin_user, form_of(other), title_en="Another title")

    redact(item(resource), "title_en", REASON)

    assert Draft.objects.get() == kept


def save_draft(user, address: str, **form_data) -> Draft:
    return Draft.objects.create(
        user=user,
        address=f"{address}?",
        form_data=urlencode(form_data),
        saved_at=timezone.now(),
    )


def test_command_says_that_the_history_is_rid_of_it(capsys):
    priority = make_priority(why_en="It named Lupita.")
    publish()
    change(priority, why_en="It helps.")

    call_command("redact", "1A", "why_en", reason=REASON)

    assert "Taken out of the history at the desk" in capsys.readouterr().out


def test_title_leaves_the_log_of_recent_actions_and_the_start_page(
    admin_client, admin_user
):
    priority = make_priority(title_en="María’s reading", title_es="La lectura de María")
    resource = make_resource(priority, title_en="María’s “file”")
    actions = [{"changed": {"name": "resource", "object": str(resource), "fields": []}}]
    LogEntry.objects.log_actions(admin_user.pk, [priority], CHANGE, actions)
    LogEntry.objects.log_actions(admin_user.pk, [resource], CHANGE, "")
    publish()
    change(priority, title_en="Reading")
    change(resource, title_en="The file")
    assert "María" in admin_client.get("/admin/").content.decode()

    redact(item(priority), "title_en", REASON)
    redact(item(resource), "title_en", REASON)

    kept = json.dumps([*LogEntry.objects.values()], default=str)
    assert json.dumps("María")[1:-1] not in kept
    assert LogEntry.objects.filter(object_repr="1A …").exists()
    assert "María" not in admin_client.get("/admin/").content.decode()


def test_title_longer_than_the_log_of_recent_actions_holds_leaves_it_too(admin_user):
    title = "Reading with María " * 11
    priority = make_priority(title_en=title[:200])
    LogEntry.objects.log_actions(admin_user.pk, [priority], CHANGE, "")
    publish()
    change(priority, title_en="Reading")

    redact(item(priority), "title_en", REASON)

    assert LogEntry.objects.get().object_repr == "1A …"
