"""A second person's approval: who asks for a publication is not who grants it."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from plan_site.editions.models import Edition, PublicationRequest
from tests.editions.desk.test_review import item, rewrite
from tests.helpers.editions.live_editions import go_live, publish, row_of
from tests.helpers.editions.review_form import (
    fill,
    open_review,
    own_editions_folder,
    parse,
    refusal_in,
    submit,
    text_of,
    warnings_in,
)
from tests.helpers.makers import make_measure, make_priority
from tests.helpers.people import client_of, make_person

__all__ = ["own_editions_folder"]

pytestmark = [pytest.mark.django_db, pytest.mark.rest]

State = PublicationRequest.State


@pytest.fixture(autouse=True)
def _two_persons(settings):
    settings.SECOND_PERSON = True


@pytest.fixture
def priority():
    """A priority that readers have under another title."""
    priority = make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    make_priority(priority.pillar)
    publish()
    rewrite(priority, title_en="Calm schools", title_es="Escuelas tranquilas")
    return priority


@pytest.fixture
def editor(priority):
    return client_of(make_person("Editor", name="eva"))


@pytest.fixture
def publisher():
    return client_of(make_person("Publisher", name="pablo"))


def asked_by(client, **typed) -> PublicationRequest:
    """The request that somebody makes of all that changed."""
    answer = submit(client, fill(open_review(client), act="ask", **typed))
    assert answer.status_code == 302, refusal_in(answer)
    return PublicationRequest.objects.last()


def address(request: PublicationRequest) -> str:
    return reverse("admin:editions_edition_request", args=[request.pk])


def answered(client, request, act: str, **typed):
    answer = client.post(address(request), {"act": act, **typed})
    request.refresh_from_db()
    return answer


def buttons_in(page) -> list[str]:
    return parse(page).xpath("//button[@name='act']/@value")


def test_editor_asks_and_a_publisher_grants_exactly_that(editor, publisher, priority):
    other = priority.pillar.priorities.last()
    rewrite(other, title_en="Safe schools", title_es="Escuelas seguras")
    request = asked_by(editor, without=item(other), note_es="Nota")

    page = publisher.get(address(request))
    answer = answered(publisher, request, "grant")

    edition = Edition.objects.first()
    names = [text_of(h) for h in parse(page).xpath("//article//h3")]
    assert names == ["Priority 1A – Calm schools"]
    assert buttons_in(page) == ["grant", "decline"]
    assert answer["Location"] == reverse("admin:editions_edition_progress", args=[2])
    assert (request.state, request.edition) == (State.GRANTED, edition)
    assert (edition.note_es, edition.published_by.username) == ("Nota", "pablo")
    assert row_of(edition.contents, priority)["title_en"] == "Calm schools"
    assert row_of(edition.contents, other)["title_en"] != "Safe schools"


def test_nothing_is_published_before_it_is_granted(editor, priority):
    request = asked_by(editor)

    assert request.state == State.OPEN
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("act", ["grant", "decline"])
def test_who_asked_cannot_answer_not_even_a_superuser(admin_client, priority, act):
    request = asked_by(admin_client)

    answer = answered(admin_client, request, act, answer="Fine.")

    assert answer.status_code == 403
    assert buttons_in(admin_client.get(address(request))) == ["withdraw"]
    assert request.state == State.OPEN
    assert Edition.objects.count() == 1


def test_nobody_publishes_alone_by_a_forged_form(admin_client, priority):
    page = open_review(admin_client)

    answer = submit(admin_client, fill(page, act="publish"))

    assert "publish" not in buttons_in(page)
    assert "the site’s rule for publishing has changed" in answer.text
    assert buttons_in(answer) == buttons_in(page)
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("act", ["grant", "decline"])
def test_who_may_not_publish_cannot_answer(editor, act):
    request = asked_by(editor)
    other = client_of(make_person("Editor", name="otto"))

    answer = answered(other, request, act, answer="Fine.")

    assert answer.status_code == 403
    assert request.state == State.OPEN


@pytest.mark.parametrize(
    ("group", "may"),
    [("Translator", True), ("Data steward", True), ("Editor", True), ("", False)],
)
def test_whoever_may_change_the_plan_may_ask(priority, group, may):
    person = make_person(*filter(None, [group]), languages=["es"])
    client = client_of(person)

    submit(client, fill(open_review(client), act="ask"))

    assert PublicationRequest.objects.exists() == may


def test_request_is_void_once_its_candidate_changes(editor, publisher, priority):
    request = asked_by(editor)
    form = publisher.get(address(request))
    rewrite(priority, title_en="Loud schools", title_es="Escuelas ruidosas")

    answer = answered(publisher, request, "grant")
    page = publisher.get(address(request))

    assert buttons_in(form) == ["grant", "decline"]
    assert "this request is no longer valid" in refusal_in(answer)
    assert "this request is no longer valid" in text_of(parse(page))
    assert buttons_in(page) == ["decline"]
    assert Edition.objects.count() == 1


def test_request_is_void_once_another_edition_is_live(editor, publisher, priority):
    request = asked_by(editor)
    publish()

    answer = answered(publisher, request, "grant")

    assert "this request is no longer valid" in refusal_in(answer)
    assert Edition.objects.count() == 1 + 1


def test_change_of_what_was_left_out_does_not_matter(editor, publisher, priority):
    other = priority.pillar.priorities.last()
    rewrite(other, title_en="Safe schools", title_es="Escuelas seguras")
    request = asked_by(editor, without=item(other))
    rewrite(other, title_en="Safer schools", title_es="Escuelas más seguras")

    answered(publisher, request, "grant")

    assert request.state == State.GRANTED


def test_asking_again_closes_what_is_outdated(editor, priority):
    first = asked_by(editor)
    rewrite(priority, title_en="Loud schools", title_es="Escuelas ruidosas")

    asked_by(editor)

    first.refresh_from_db()
    assert first.state == State.VOID
    assert PublicationRequest.objects.open().count() == 1


def test_same_is_not_asked_for_twice(editor, publisher):
    asked_by(editor)

    answer = submit(publisher, fill(open_review(publisher), act="ask"))

    assert refusal_in(answer).startswith("eva has asked for the same already")
    assert PublicationRequest.objects.count() == 1


def test_decline_says_why_to_who_asked(editor, publisher):
    request = asked_by(editor)

    unsaid = answered(publisher, request, "decline", answer=" ")
    answered(publisher, request, "decline", answer="Not before the board meets.")
    page = editor.get(address(request))

    assert refusal_in(unsaid) == "Say in a few words why you decline."
    assert request.state == State.DECLINED
    assert "pablo declined it: Not before the board meets." in text_of(parse(page))
    assert buttons_in(page) == []
    assert "Not before the board meets." in text_of(parse(open_review(editor)))


def test_who_asked_withdraws_it_and_nobody_else(editor, publisher):
    request = asked_by(editor)

    refused = answered(publisher, request, "withdraw")
    answered(editor, request, "withdraw")
    late = answered(publisher, request, "grant")

    assert refused.status_code == 403
    assert request.state == State.WITHDRAWN
    assert refusal_in(late) == "This request has been answered already."
    assert Edition.objects.count() == 1


def test_open_requests_are_listed_for_who_may_answer_them(editor, publisher):
    request = asked_by(editor)
    other = client_of(make_person("Editor", name="otto"))

    pages = [
        [parse(open_review(client)), parse(client.get("/admin/"))]
        for client in (publisher, editor, other)
    ]

    listed = [
        [page.xpath("//*[@data-requests]//a/@href") for page in both] for both in pages
    ]
    assert listed == [[[address(request)]] * 2, [[address(request)]] * 2, [[], []]]


@pytest.mark.parametrize("size", [1, 3])
def test_list_costs_the_same_however_long(
    editor, publisher, priority, size, django_assert_max_num_queries
):
    others = [make_priority(priority.pillar) for _ in range(size - 1)]
    for count in range(size):
        left_out = " ".join(map(item, others[count:]))
        asked_by(editor, without=left_out)

    # One query offers drafts; PostgreSQL is asked for its clock as well. All kinds of
    # records are read twice: for the snapshot and for the check list.
    with django_assert_max_num_queries(65):
        page = open_review(publisher)

    assert len(parse(page).xpath("//*[@data-requests]//li")) == size


def test_reasons_and_answers_to_warnings_are_seen_and_go_out(editor, publisher):
    measure = make_measure(
        baseline=(2021, "80"), targets={2025: "90"}, results={2023: "84"}
    )
    publish()
    rewrite(measure.results.get(), value="85")
    rewrite(measure, title_en="Another title")
    reasons = {f"reason/{item(measure)}/{code}": f"In {code}" for code in ("en", "es")}
    answers = warnings_in(open_review(editor))
    # No database holds that sign, and there is no such warning.
    request = asked_by(editor, accepted=[*answers, "\0"], **reasons)

    page = text_of(parse(publisher.get(address(request))))
    answered(publisher, request, "grant")

    (change,) = Edition.objects.first().contents["log"][0]["changes"]
    assert request.accepted == sorted(answers)
    assert "In en" in page
    assert "Who asked has looked at it" in page
    assert change["reason"] == {"en": "In en", "es": "In es"}


def test_unanswered_warning_stops_the_asking(editor, priority):
    rewrite(priority, title_en="Quiet schools")

    answer = submit(editor, fill(open_review(editor), act="ask"))

    assert refusal_in(answer).startswith("A warning has not been answered")
    assert not PublicationRequest.objects.exists()


def test_moment_that_was_wished_for_is_kept(editor, publisher):
    request = asked_by(editor, moment="2199-01-01T06:00")

    page = publisher.get(address(request))

    assert "To go live on January 1, 2199, 6:00 a.m. (Los Angeles time)." in text_of(
        parse(page)
    )


def test_edition_that_never_came_to_be_may_be_granted_again(editor, publisher):
    request = asked_by(editor)
    answered(publisher, request, "grant")
    Edition.objects.being_pressed().delete()

    answered(publisher, request, "grant")

    assert request.edition == Edition.objects.first()
    assert request.edition.number == 2


def test_edition_says_at_the_desk_who_asked_and_who_granted(editor, publisher):
    request = asked_by(editor)
    answered(publisher, request, "grant")
    edition = go_live(request.edition)

    page = editor.get(reverse("admin:editions_edition_change", args=[edition.pk]))

    said = text_of(parse(page))
    assert "Asked for by eva" in said
    assert "Granted by pablo" in said
    assert "eva" not in edition.document


def test_request_that_is_not_there_is_not_found(editor):
    assert (
        editor.get(reverse("admin:editions_edition_request", args=[9])).status_code
        == 404
    )


def test_command_does_not_publish_what_nobody_granted(priority):
    with pytest.raises(CommandError, match="SECOND_PERSON is on"):
        call_command("publish")

    assert Edition.objects.count() == 1
