"""The check list, of what was chosen: codes, public reasons, what stands on what."""

import tempfile

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import translation

from pillars.enums import State
from pillars.models import Resource, Result
from plan_site.editions.checks.contents import Contents
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from tests.helpers.editions.candidates import (
    TODAY,
    candidate,
    findings,
    names,
    published,
    stored,
)
from tests.helpers.makers import (
    make_group,
    make_measure,
    make_note,
    make_office,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_review,
    make_strategy,
)

pytestmark = pytest.mark.django_db

REASON = {"en": "The count was wrong.", "es": "La cuenta estaba mal."}


def item(record) -> str:
    return f"{record._meta.label_lower}:{record.pk}"


def make_published_measure():
    measure = make_measure(
        baseline=(2022, "80"), targets={2025: "90"}, results={2023: "84"}
    )
    return measure, published()


def test_plain_plan_has_no_findings():
    make_measure(baseline=(2022, "80"), targets={2025: "90"}, results={2023: "84"})
    make_strategy()
    make_resource()

    assert names() == []


def test_codes_that_addresses_write_alike_are_one_code():
    pillar = make_pillar(code="Goal 2")
    make_measure(pillar=pillar, code="goal-2", targets={2025: "9"})
    make_pillar(pillar.plan, code="2022-26")  # the address of its plan
    for code in ("1.1", "1-1"):  # the same place on a page
        make_pillar(pillar.plan, code=code)
    priorities = [make_priority(pillar, code=code) for code in ("2A", "2B")]
    for priority in priorities:
        make_strategy(priority, code="1")  # coded within its priority

    stops = {found.name for found in findings() if found.check == "code"}

    assert stops == {"code:goal-2", "code:2022-26", "code:1-1"}


def test_code_of_a_former_address_of_the_plan_is_not_given_again():
    measure, first = make_published_measure()
    plan, code = measure.pillar.plan, measure.code
    plan.slug, measure.code = "renamed", "M99"
    plan.save()
    measure.save()
    second = Document.read(first).next(take_snapshot(), Act({}, {}), TODAY)
    make_measure(pillar=measure.pillar, code=code, targets={2025: "9"})

    assert f"code:{code}" in names(stored(second))


def test_errors_come_before_warnings_each_in_the_order_of_the_plan():
    second = make_pillar()
    first = second.plan.pillars.create(
        code="9", position=9, title_en="Last", title_es="Último"
    )
    make_priority(first, code="9A", why_en="TBD.", why_es="")
    make_priority(second, code="1B", why_en="", why_es="Por qué importa.")
    make_priority(second, code="1A", why_en="TBD.", why_es="Porque importa mucho.")

    found = names()

    assert found == [
        "missing:1B:why:en",
        "missing:9A:why:es",
        "placeholder:1A:why:en",
        "placeholder:9A:why:en",
    ]


def test_finding_says_where_it_is_mended():
    priority = make_priority(why_es="")

    (finding,) = findings()

    assert finding.stops
    assert finding.item == item(priority)
    assert finding.admin_url == f"/admin/pillars/priority/{priority.pk}/change/"
    assert finding.message == (
        "Priority 1A: “why this matters” (Spanish) is not written."
        " Write it in that language too."
    )


def test_item_chosen_without_the_one_it_depends_on_stops():
    priority = make_priority()

    found = findings(without={item(priority.pillar)})

    assert [(f.name, f.stops) for f in found] == [("needs:1A", True)]
    assert "cannot be published without Pillar 1" in found[0].message


def test_item_that_takes_a_number_over_needs_the_one_that_gives_it_up():
    priority = make_priority()
    one = make_strategy(priority, code="1A.1")
    last = published()
    one.code = "1A.3"
    one.save()
    other = make_strategy(priority, code="1A.1")

    assert "needs:1A.1" in names(last, without={item(one)})
    assert not any(n.startswith("needs") for n in names(last))
    assert other.code == "1A.1"


def test_code_that_another_item_had_first_stops():
    priority = make_priority()
    gone = make_strategy(priority, code="1A.1")
    last = published()
    gone.delete()
    make_strategy(priority, code="1A.1")

    found = findings(last)

    assert [(f.name, f.stops) for f in found] == [("code:1A.1", True)]


def test_code_that_stays_with_its_item_is_fine():
    make_strategy()
    last = published()
    make_strategy()

    assert names(last) == []


def test_code_twice_in_one_plan_stops():
    priority = make_priority()
    make_measure(priority, code="1A-M1", targets={2025: "90"})
    other = make_pillar(priority.pillar.plan)
    make_measure(pillar=other, code="1A-M1", targets={2025: "90"})

    assert "code:1A-M1" in names()


@pytest.mark.parametrize("part", ["baselines", "targets", "results"])
def test_changed_number_without_a_reason_stops(part):
    measure, last = make_published_measure()
    row = getattr(measure, part).get()
    row.value = "82"
    row.save()

    assert names(last) == ["reason:1A-M1"]


@pytest.mark.parametrize("part", ["baselines", "targets", "results"])
def test_number_taken_away_without_a_reason_stops(part):
    measure, last = make_published_measure()
    getattr(measure, part).all().delete()

    assert "reason:1A-M1" in names(last)


def test_reason_in_one_language_is_not_enough():
    measure, last = make_published_measure()
    measure.results.update(value="85")
    half = {item(measure): {"en": "The count was wrong.", "es": "\u200b"}}

    (finding,) = findings(last, reasons=half)

    assert finding.name == "reason:1A-M1"
    assert "missing in: Spanish" in finding.message


def test_reason_in_both_languages_will_do():
    measure, last = make_published_measure()
    measure.results.update(value="85")

    assert names(last, reasons={item(measure): REASON}) == []


def test_published_result_that_is_withdrawn_needs_a_reason():
    measure, last = make_published_measure()
    measure.results.update(state=State.WITHHELD, value=None)

    assert names(last) == ["reason:1A-M1"]


def test_target_whose_direction_turns_needs_a_reason():
    measure, last = make_published_measure()
    measure.direction = "down"
    measure.save()

    assert "reason:1A-M1" in names(last)


def test_target_that_is_reworded_in_each_language_needs_a_reason():
    measure, last = make_published_measure()
    target = measure.targets.get()
    target.wording_en, target.wording_es = "more or less 90", "más o menos 90"
    target.save()

    assert "reason:1A-M1" in names(last)


def test_new_result_needs_no_reason():
    measure, last = make_published_measure()
    make_result(measure, 2024, "86")

    assert names(last) == []


def test_result_that_was_not_due_and_comes_needs_no_reason():
    measure = make_measure(targets={2025: "90"})
    row = make_result(measure, 2023, state=State.NOT_DUE)
    last = published()
    Result.objects.filter(pk=row.pk).update(state=State.REPORTED, value="84")

    assert names(last) == []


def test_note_on_a_result_needs_no_reason():
    measure, last = make_published_measure()
    row = measure.results.get()
    row.note_en, row.note_es = "From the District.", "Del Distrito."
    row.save()

    assert names(last) == []


def test_measure_that_is_deleted_with_its_numbers_needs_a_reason():
    measure, last = make_published_measure()
    measure.delete()

    assert names(last) == ["reason:1A-M1"]


def test_plan_that_is_no_longer_public_needs_no_reasons():
    plan = make_published_measure()[0].pillar.plan
    make_plan()
    last = published()
    plan.is_public = plan.is_current = False
    plan.save()

    assert names(last) == []


def test_office_or_group_of_another_plan_stops():
    measure = make_measure(targets={2025: "9"}, code="1A-M1")
    priority, other = measure.priority, make_plan()
    result = make_result(measure, 2023, "8", group=make_group(other))
    measure.office = priority.office = make_office(other)
    measure.save()
    priority.save()
    make_note(priority, 2024, office=make_office(other))

    found = [it for it in findings() if it.check == "other-plan"]

    assert {it.stops for it in found} == {True}
    assert sorted(it.name for it in found) == [
        "other-plan:1A-M1:office",
        f"other-plan:1A-M1:result-{result.school_year}-{result.group.code}:group",
        "other-plan:1A:office",
        "other-plan:1A:prioritynote-2024:office",
    ]


def test_review_of_a_measure_that_the_plan_lacks_stops():
    measure = make_measure(targets={2025: "9"}, code="1A-M1")
    plan = measure.pillar.plan
    make_measure(make_priority(make_pillar(make_plan())), code="2A-M1")
    review = make_review(plan, measures="1a-m1, 2A-M1, 9Z-M1")

    (found,) = [it for it in findings() if it.check == "unknown-measure"]

    assert (found.name, found.stops) == (f"unknown-measure:review-{review.pk}", True)
    assert "no measure with such a code: 2A-M1, 9Z-M1." in found.message


def test_dead_link_is_found_in_the_working_copy():
    resource = make_resource()
    Resource.objects.filter(pk=resource.pk).update(check_result="404 Not Found")

    (finding,) = findings()

    assert finding.name == f"dead-link:1A-resource-{resource.pk}"
    assert not finding.stops
    assert "404 Not Found" in finding.message


def test_address_that_no_reader_should_get_stops():
    plan = make_plan(contact_url_es="https://ana:secret@example.org/")
    resource = make_resource(
        make_priority(make_pillar(plan)), url_en="ftp://example.org/", source_url="x"
    )

    found = {finding.name: finding for finding in findings()}

    assert list(found) == [
        "address:2022-26:contact_url_es",
        f"address:1A-resource-{resource.pk}:source_url",
        f"address:1A-resource-{resource.pk}:url_en",
    ]
    assert all(finding.stops for finding in found.values())
    told = found["address:2022-26:contact_url_es"].message
    assert "“contact page (Spanish)”: Take the user name and password out" in told


def test_dead_link_that_was_mended_in_what_is_published_is_not_found():
    resource = make_resource()
    last = published()
    Resource.objects.filter(pk=resource.pk).update(
        url_en="https://example.org/wrong", check_result="404 Not Found"
    )

    assert names(last, without={item(resource)}) == []


def test_link_that_answers_is_fine():
    make_resource(check_result="")

    assert names() == []


def test_state_that_disagrees_with_its_value_stops():
    make_measure(targets={2025: "90"}, results={2023: "84"})
    working = take_snapshot()
    row = next(iter(working.of_kind("result")))
    row.fields["value"] = None

    found = findings(working=working)

    assert [(f.name, f.stops) for f in found] == [("state:1A-M1:result:2023", True)]
    assert "needs a number" in found[0].message


def test_rule_of_the_database_is_shown_in_its_own_words():
    make_measure(targets={2025: "90"})
    working = take_snapshot()
    row = next(iter(working.of_kind("plan")))
    row.fields["last_year"] = 2000

    (finding,) = findings(working=working)

    assert finding.stops
    assert finding.message.endswith("The last school year is before the first one.")


def test_row_twice_for_one_year_is_shown_in_words():
    group = make_group()
    measure = make_measure(make_priority(make_pillar(group.plan)), targets={2025: "90"})
    make_result(measure, 2023, "84")
    make_result(measure, 2022, "84", group=group)
    working = take_snapshot()
    twice = working.of_kind("result")
    twice[1].fields.update(school_year=2023, group=None)

    (finding,) = findings(working=working)

    assert finding.name == "rule:1A-M1:result:2023"
    assert "There is already a row for that school year and group." in finding.message


def test_candidate_is_read_in_a_fixed_number_of_queries(django_assert_num_queries):
    for _size in range(3):
        make_measure(baseline=(2022, "80"), targets={2025: "90"}, results={2023: "84"})
        make_strategy()
        make_note(make_measure(office=make_office()))
        make_resource()

        chosen = candidate()

        with django_assert_num_queries(17):
            assert Contents.read(chosen, TODAY).texts


def test_no_file_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    make_priority(why_es="")

    assert names() == ["missing:1A:why:es"]
    assert list(tmp_path.iterdir()) == []


def test_no_connection_is_left_behind():
    make_priority()
    before = set(connections.databases)

    names()

    assert set(connections.databases) == before


def test_first_document_of_nothing_has_no_findings():
    assert findings() == []
    assert candidate().last == Document()


def test_shipped_plan_can_be_published_with_one_answer():
    call_command("loaddata", "lausd_2022_26", verbosity=0)

    # It has no note of the district, and of its measures this one alone is behind.
    found = [(finding.name, finding.stops) for finding in findings()]
    assert found == [("unexplained:1D-M2:2022", False)]


def test_finding_of_another_plan_than_the_current_one_names_it():
    make_plan()
    make_priority(make_pillar(make_plan(slug="2026-30")), why_es="")

    assert names() == ["missing:2026-30/1A:why:es"]


def test_findings_of_two_measures_share_a_name_only_while_their_code_stops():
    priority = make_priority()
    make_measure(priority, code="1A-M1", targets={2025: "90"}, unit_es="")
    other = make_pillar(priority.pillar.plan)
    make_measure(pillar=other, code="1A-M1", targets={2025: "90"}, unit_es="")

    found = findings()

    assert [finding.name for finding in found].count("missing:1A-M1:unit:es") == 2
    assert [f.stops for f in found if f.name == "code:1A-M1"] == [True]


def test_messages_are_in_the_language_of_the_editor():
    make_priority(why_es="")

    with translation.override("es"):
        (finding,) = findings()

    assert "(español)" in finding.message
