"""The review page after the session ended: its ticks and notes are as they were."""

import pytest
from django.urls import reverse

from plan_site.editions.models import Edition
from tests.helpers.editions.live_editions import publish
from tests.helpers.editions.review_form import (
    REVIEW,
    fill,
    open_review,
    own_editions_folder,
    parse,
    refusal_in,
)
from tests.helpers.ended_sessions import (
    HERE,
    browser_of,
    editor,
    end_session,
    sign_in_and_return,
    token_in,
)
from tests.helpers.makers import make_priority

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db


def test_ticks_and_notes_are_kept_and_nothing_is_published(client):
    priority = make_priority()
    other = make_priority(priority.pillar)
    publish()
    for record in (priority, other):
        record.title_en += ", rewritten"
        record.save()
    ana = editor()
    browser = browser_of(ana)
    page = open_review(browser)
    left_out = f"pillars.priority:{other.pk}"
    sent = fill(
        page, without=left_out, note_es="Nombres más claros.", moment="2027-01-02T08:00"
    )
    sent["csrfmiddlewaretoken"] = token_in(page)
    editions = Edition.objects.count()
    end_session()

    answer = browser.post(reverse(REVIEW), sent, headers=HERE)
    page = sign_in_and_return(browser, ana, answer)

    again = fill(page)
    assert again["note_es"] == "Nombres más claros."
    assert again["moment"] == "2027-01-02T08:00"
    ticks = parse(page).xpath("//input[@data-item][@checked]/@value")
    assert ticks == [f"pillars.priority:{priority.pk}"]
    assert "You were signed out" in str(next(iter(page.context["messages"])))
    assert Edition.objects.count() == editions


def test_what_changed_meanwhile_is_shown_when_the_form_comes_back(client):
    priority = make_priority()
    publish()
    priority.title_en = "Calm schools"
    priority.save()
    ana = editor()
    browser = browser_of(ana)
    page = open_review(browser)
    sent = {**fill(page), "csrfmiddlewaretoken": token_in(page)}
    end_session()
    answer = browser.post(reverse(REVIEW), sent, headers=HERE)
    priority.title_en = "Calmer schools"
    priority.save()

    page = sign_in_and_return(browser, ana, answer)

    assert "Something changed while you were looking" in refusal_in(page)
