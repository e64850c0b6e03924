"""What a rollback withdrew, when it is next in line: never published unasked."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from plan_site.editions.document.candidate import Candidate
from plan_site.editions.models import Edition
from plan_site.editions.publishing import rollback
from plan_site.editions.publishing.rollback import rollback_notes
from tests.editions.desk.test_review import entry, item, rewrite
from tests.helpers.editions.live_editions import NOON, go_live, publish, row_of
from tests.helpers.editions.review_form import (
    REVIEW,
    fill,
    open_review,
    own_editions_folder,
    parse,
    submit,
    text_of,
)
from tests.helpers.makers import make_priority, make_resource, make_strategy

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db
SAID = "Was in edition 2, rolled back in edition 3."


@pytest.fixture
def priority():
    """A priority of edition 1, with a resource and a strategy."""
    priority = make_priority(title_en="Joyful schools", title_es="Escuelas alegres")
    make_resource(priority, position=1)
    make_strategy(priority)
    publish()
    return priority


def roll_back(number: int = 1) -> None:
    go_live(rollback.record(number, rollback.candidate_of(number, NOON), {}, now=NOON))


def calm(priority) -> None:
    """Readers got another title, and get the former one again."""
    rewrite(priority, title_en="Calm schools", title_es="Escuelas tranquilas")
    publish()
    roll_back()


ACTS = {
    "order": lambda priority: rewrite(priority.resources.get(), position=2),
    "code": lambda priority: rewrite(priority.strategies.get(), code="1A.7"),
    "added": lambda priority: make_resource(priority),
    "removed": lambda priority: priority.strategies.get().delete(),
}


@pytest.mark.parametrize("act", ACTS)
def test_whatever_a_rollback_withdrew_is_known_again(priority, act):
    ACTS[act](priority)
    withdrawn = Candidate.now().chosen
    publish()
    roll_back()
    # Another edition in between makes no difference, nor does another change.
    rewrite(priority, why_en="It helps.", why_es="Ayuda.")
    publish_only(priority)
    rewrite(priority, why_en="It helps a lot.", why_es="Ayuda mucho.")

    assert rollback_notes(Candidate.now()) == dict.fromkeys(withdrawn, SAID)


def publish_only(record) -> None:
    with pytest.raises(CommandError, match="could not be pressed"):
        call_command("publish", "--only", item(record))
    go_live(Edition.objects.first())


def test_it_is_listed_by_name_and_not_ticked(admin_client, priority):
    calm(priority)
    other = make_priority(priority.pillar)

    page = open_review(admin_client)

    assert text_of(entry(page, priority).xpath(".//*[@class='ed-needs']")[0]) == SAID
    ticked = parse(page).xpath("//input[@data-item][@checked]/@value")
    assert ticked == [item(other)]
    assert "Estuvo en la edición 2" in (
        admin_client.get(
            reverse(REVIEW), headers={"accept-language": "es"}
        ).content.decode()
    )


def test_form_that_was_open_before_the_rollback_does_not_tick_it(
    admin_client, priority
):
    rewrite(priority, title_en="Calm schools", title_es="Escuelas tranquilas")
    publish()
    other = make_priority(priority.pillar)
    form = fill(open_review(admin_client))
    roll_back()

    page = submit(admin_client, form)

    ticked = parse(page).xpath("//input[@data-item][@checked]/@value")
    assert ticked == [item(other)]


def test_it_is_published_again_once_it_is_ticked(admin_client, priority):
    calm(priority)

    submit(admin_client, fill(open_review(admin_client)))

    edition = go_live(Edition.objects.first())
    assert row_of(edition.contents, priority)["title_en"] == "Calm schools"
    assert rollback_notes(Candidate.now()) == {}


def test_what_was_mended_since_is_ticked_as_ever(priority):
    calm(priority)

    rewrite(priority, title_en="Kind schools", title_es="Escuelas amables")

    assert rollback_notes(Candidate.now()) == {}


def test_command_leaves_it_out_and_says_so_unless_it_is_named(capsys, priority):
    calm(priority)
    rewrite(priority.strategies.get(), text_en="Read.", text_es="Leer.")

    with pytest.raises(CommandError, match="could not be pressed"):
        call_command("publish")

    edition = Edition.objects.first()
    assert capsys.readouterr().out == (
        f"Left out: Priority 1A (--only {item(priority)}). {SAID}\n"
    )
    assert [c["code"] for c in edition.contents["log"][0]["changes"]] == ["1A.1"]
    edition.delete()
    publish_only(priority)
    contents = Edition.objects.first().contents
    assert row_of(contents, priority)["title_en"] == "Calm schools"


def test_command_with_nothing_else_to_publish_is_refused(priority):
    calm(priority)

    with pytest.raises(CommandError, match="Choose what to publish"):
        call_command("publish")
