"""The page at which an editor waits: what it says at each turn of a press."""

import datetime
from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils import timezone

from plan_site.editions.desk.progress_views import press_in_background, progress_of
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.models import Edition
from plan_site.editions.press.press import write_report
from plan_site.editions.publishing import publish as publishing
from plan_site.editions.publishing.publish import PublishingError
from plan_site.editions.serving.watcher import Watcher, folder_for
from tests.helpers.editions.live_editions import go_live, publish
from tests.helpers.editions.review_form import own_editions_folder, parse, text_of
from tests.helpers.makers import make_priority, make_resource

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.timedelta(minutes=5)


@dataclass
class Served:
    """Stands for a process's watcher, with an edition on its shelf."""

    number: int

    @property
    def shelf(self):
        return self


def recorded() -> Edition:
    """An edition that is being pressed."""
    make_priority()
    act = Act({}, {})
    return publishing.store(
        Document.last_live(), take_snapshot(), act, None, timezone.now()
    )


def state(edition, number=1) -> str:
    return progress_of(number, edition).state


def page_of(client, number=1):
    return parse(client.get(reverse("admin:editions_edition_progress", args=[number])))


def fall_silent(edition):
    """Nothing was heard of its press for some minutes."""
    edition.heard_at -= LONG_AGO
    edition.save()


def test_press_that_runs_says_so_and_the_page_asks_again(admin_client):
    recorded()

    page = page_of(admin_client)

    assert "being made." in text_of(page.xpath("//*[@role='status']")[0])
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["2"]


def test_press_that_failed_says_why_and_that_readers_noticed_nothing(admin_client):
    recorded().delete()
    write_report(1, "", "/en/2022-26/ links to /x/, which answers 404.")

    page = page_of(admin_client)

    said = text_of(page.xpath("//*[@role='status']")[0])
    assert "Edition 1 could not be made. Nothing has changed for readers." in said
    assert "links to /x/, which answers 404." in said
    assert not page.xpath("//meta[@http-equiv='refresh']")


def test_press_that_died_says_that_it_can_be_published_again(admin_client):
    edition = recorded()
    write_report(edition.number, "")
    fall_silent(edition)

    page = page_of(admin_client)

    said = text_of(page.xpath("//*[@role='status']")[0])
    assert "the work was broken off" in said
    assert "You can publish again." in said
    assert "manage.py press 1" in said
    review = parse(admin_client.get(reverse("admin:editions_edition_review")))
    (warning,) = review.xpath("//*[contains(@class, 'ed-warning')]")
    assert "edition 1 was stopped before it went live" in text_of(warning)
    assert "manage.py press 1" in text_of(warning)


def test_page_of_a_press_that_seems_dead_goes_on_asking_and_recovers(admin_client):
    edition = recorded()
    fall_silent(edition)
    before = page_of(admin_client)
    edition.heard_at = timezone.now()
    edition.save()

    after = page_of(admin_client)

    assert "broken off" in text_of(before.xpath("//*[@role='status']")[0])
    assert before.xpath("//meta[@http-equiv='refresh']/@content") == ["2"]
    assert "being made." in text_of(after.xpath("//*[@role='status']")[0])


def test_press_that_has_only_been_started_lives_until_it_ends():
    edition = recorded()
    fall_silent(edition)

    starting = press_in_background(edition)
    alive = state(edition)
    with pytest.raises(PublishingError, match="Somebody is publishing edition 1 now"):
        publishing.refuse_unless_free(timezone.now())
    starting.wait()

    assert alive == "running"
    assert state(edition) == "died"
    publishing.refuse_unless_free(timezone.now())
    assert not Edition.objects.exists()


def test_publication_whose_press_cannot_start_leaves_nothing_behind(settings, tmp_path):
    settings.EDITIONS_ROOT = tmp_path / "file"
    settings.EDITIONS_ROOT.write_text("")
    edition = recorded()

    with pytest.raises(PublishingError, match="cannot be made \\(file: File exists\\)"):
        press_in_background(edition)

    assert not Edition.objects.exists()


def test_failed_press_of_this_machine_says_nothing_of_one_that_lives_elsewhere():
    edition = recorded()
    write_report(edition.number, "", "No space left on device")

    assert state(edition) == "running"


def test_live_is_shown_only_when_this_process_serves_it(admin_client):
    edition = publish(timezone.now())
    waiting = text_of(page_of(admin_client).xpath("//*[@role='status']")[0])
    before = state(edition)
    Watcher.current = Served(1)

    page = page_of(admin_client)

    links = page.xpath("//section[@aria-labelledby='went-out']//a/@href")
    assert before == "arriving"
    assert "All pages are made." in waiting
    assert "Edition 1 is live." in text_of(page.xpath("//*[@role='status']")[0])
    assert links == []  # There is no plan in it.


def test_editor_is_told_why_this_server_does_not_serve_an_edition(
    admin_client, monkeypatch
):
    edition = publish(timezone.now())
    folder, watcher = folder_for(edition), Watcher()
    monkeypatch.setattr(Watcher, "current", watcher)
    before = text_of(page_of(admin_client).xpath("//*[@role='status']")[0])
    watcher.presses.fail(folder, "could not be pressed: No space left on device")

    page = page_of(admin_client)

    assert "so far" not in before
    assert "No space left" in text_of(page.xpath("//*[@role='status']")[0])


def test_editors_browser_forgets_pages_only_once_new_ones_are_served(admin_client):
    publish(timezone.now())
    address = reverse("admin:editions_edition_progress", args=[1])
    before = admin_client.get(address)
    Watcher.current = Served(1)

    page = admin_client.get(address)

    assert "Clear-Site-Data" not in before
    assert page["Clear-Site-Data"] == '"cache"'


def test_what_went_out_is_listed_with_its_plan_and_its_log(admin_client):
    priority = make_priority(title_en="Joyful schools")
    publish()
    priority.title_en, priority.title_es = "Calm schools", "Escuelas tranquilas"
    priority.save()
    publish(timezone.now())
    Watcher.current = Served(2)

    (part,) = page_of(admin_client, 2).xpath("//section[@aria-labelledby='went-out']")

    assert "Changed 1A Calm schools" in text_of(part)
    assert part.xpath(".//a/@href") == ["/en/2022-26/", "/en/2022-26/changes/"]


def test_edition_of_little_names_what_readers_are_not_told_of(admin_client):
    resource = make_resource(make_priority(title_en="Joyful schools"))
    publish()
    resource.position = 7
    resource.save()
    publish()
    priority = resource.priority
    priority.title_en, priority.title_es = "Calm schools", "Escuelas tranquilas"
    priority.save()
    publish(act=Act({}, {}, frozenset({f"pillars.priority:{priority.pk}"})))

    first, order, minor = (went_out(admin_client, number) for number in (1, 2, 3))

    assert "The whole plan: the readers’ log begins here." in first
    assert "No changes that readers would see." in order
    assert "begins" not in order
    assert "1A Calm schools Minor: not in the readers’ log" in minor


def went_out(client, number: int) -> str:
    (part,) = page_of(client, number).xpath("//section[@aria-labelledby='went-out']")
    return text_of(part)


def test_scheduled_edition_says_when_and_can_be_cancelled(admin_client):
    moment = timezone.now() + datetime.timedelta(days=2)
    go_live(recorded(), moment)
    page = page_of(admin_client)
    (form,) = page.xpath("//form[contains(@action, 'cancel')]")

    answer = admin_client.post(form.get("action"))

    assert "(Los Angeles time)" in text_of(page.xpath("//*[@role='status']")[0])
    assert answer["Location"] == reverse("admin:editions_edition_review")
    assert not Edition.objects.exists()


def test_live_edition_cannot_be_cancelled(admin_client):
    publish()

    page = admin_client.post(reverse("admin:editions_edition_cancel", args=[1]))

    assert page.status_code == 409
    assert "It is live, or will be" in text_of(
        parse(page).xpath("//*[@role='alert']")[0]
    )


def test_edition_that_never_was_is_not_found(admin_client):
    answer = admin_client.get(reverse("admin:editions_edition_progress", args=[7]))

    assert answer.status_code == 404
