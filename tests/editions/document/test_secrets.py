"""What the editors keep to themselves is in no edition: not a word, not a number."""

import datetime
from decimal import Decimal

import pytest
from django.db import models

from pillars.hierarchy.tree import TO_PLAN
from pillars.history.recording import change_reason
from pillars.models import Account, Plan, Result
from plan_site.drafts.models import Draft
from plan_site.editions.document import public_fields
from plan_site.editions.document.candidate import Candidate
from plan_site.editions.document.document import Act, Document
from plan_site.editions.document.records import take_snapshot
from plan_site.editions.document.snapshot import as_bytes
from plan_site.editions.models import PublicationRequest
from plan_site.editions.publishing import publish as publishing
from plan_site.editions.publishing import rollback
from tests.helpers.editions.live_editions import NOON, go_live, publish
from tests.helpers.editions.pressed_editions import FOUND, paths_in, pressed, reader_of
from tests.helpers.editions.review_form import own_editions_folder
from tests.helpers.makers import (
    make_baseline,
    make_group,
    make_help_line,
    make_measure,
    make_note,
    make_office,
    make_pillar,
    make_plan,
    make_priority,
    make_resource,
    make_result,
    make_review,
    make_section,
    make_strategy,
    make_target,
    make_term,
    plan_models,
)
from tests.helpers.pdf_parts import readable

__all__ = ["own_editions_folder"]

pytestmark = pytest.mark.django_db

WORD = "zqsecret"
NUMBER = 73519
DAY = datetime.date(1991, 7, 31)
# As the site writes the number and the day, and as a machine does.
SPOKEN = ["73519", "73,519", "73.519", "1991", "zqsecret", "Zqsecret"]

# Their bytes tell nothing: PDF, XLSX and PNG are made from the same pages and tables.
COMPRESSED = (b"%PDF", b"PK", b"\x89PNG")

# What the site makes when it is asked, from the same edition: no page on disk.
DYNAMIC = [
    *["/", "/en/", "/es/", "/1a", "/es/1a", "/2022-26/1", "/2022-26/1a-m1", "/9z"],
    *["/en/2022-26/1a-an-old-tail/", "/es/2022-26/1b-gone/", "/en/2022-26/1b"],
    *["/en/nowhere/", "/es/nada", "/en/hidden-plan/", "/hidden-plan/1a"],
    *["/es/hidden-plan/about/", "/en/search?q=zqsecret", "/en/2022-26/2z-x/"],
]


@pytest.fixture(autouse=True)
def _found_files(settings):
    settings.STORAGES = {**settings.STORAGES, **FOUND}


def one_of_everything(plan: Plan, code: str = "1A-M1"):
    """Fill a plan with a record of each model; gives its measure."""
    make_section(plan)
    make_term(plan)
    group = make_group(plan)
    priority = make_priority(make_pillar(plan))
    make_resource(priority, strategy=make_strategy(priority))
    measure = make_measure(priority, code=code)
    make_help_line(plan)
    make_review(plan, measures=code)
    office = make_office(plan)
    for signed in (priority, measure):
        make_note(signed, office=office)
    for owned in (None, group):
        make_baseline(measure, 2021, "70", group=owned)
        make_target(measure, 2025, "90", group=owned)
        make_result(measure, 2023, "80", group=owned)
    return measure


def planted(column: models.Field, record: models.Model) -> object:
    """The secret as a column can hold it; nothing if it can hold none."""
    if column.primary_key or column.is_relation or column.choices:
        return None
    if isinstance(column, models.URLField):
        return f"https://example.org/{WORD}"
    if isinstance(column, models.EmailField):
        return f"{WORD}@example.org"
    if isinstance(column, models.JSONField):
        return {WORD: {"en": WORD, "es": WORD}}
    if isinstance(column, models.SlugField):
        return f"{WORD}-{record.pk}"
    if isinstance(column, models.TextField | models.CharField):
        return f"{WORD} {record.pk}" if (column.max_length or 99) > 20 else None
    if isinstance(column, models.DecimalField):
        return Decimal(NUMBER)
    if isinstance(column, models.DateField):
        return DAY
    if column.name == "student_count":
        return NUMBER
    return None


def columns_of(model, names=None) -> list[models.Field]:
    declared = names or [*public_fields.PUBLIC[model], *public_fields.PRIVATE[model]]
    shadows = model.translated_fields()
    return [
        column
        for column in model._meta.concrete_fields
        if (getattr(column, "translated_field", None) or column).name in declared
        and column.name not in shadows
    ]


def plant(records: models.QuerySet, names: dict | None = None) -> set[str]:
    """Write the secret into every column of records; gives the columns' names."""
    model, done = records.model, set()
    for record in records:
        secrets = {
            column.name: planted(column, record)
            for column in columns_of(model, names and names[model])
        }
        secrets = {name: value for name, value in secrets.items() if value is not None}
        if secrets.get("value") and getattr(record, "state", "") == "due":
            del secrets["value"]
        model._base_manager.filter(pk=record.pk).update(**secrets)
        done |= set(secrets)
    return done


def kept_at_the_desk(editor, pillar) -> None:
    """What the desk keeps beside the plan says the secret: who, when, why, typed."""
    for model in public_fields.PUBLIC:
        for record in model._base_manager.all():
            record.editors_note = f"{WORD} again"
            with change_reason(WORD, editor):
                record.save()
            assert record.history.filter(history_change_reason=WORD).exists()
    Account.objects.create(user=editor, text_languages=[WORD]).pillars.add(pillar)
    Draft.objects.create(
        browser=WORD, user=editor, address=WORD, form_data=WORD, saved_at=NOON
    )
    said = {"note_en": WORD, "note_es": WORD, "answer": WORD, "reasons": {WORD: WORD}}
    said |= {"chosen": [WORD], "accepted": [WORD], "state": "declined"}
    PublicationRequest.objects.create(asked_by=editor, digest=WORD, **said)


def everything_said(folder) -> dict[str, bytes]:
    """All that a reader can get of an edition, and all that it was made from."""
    reader = reader_of(folder)
    paths = [*paths_in(folder), *DYNAMIC]
    said = {path: readable(reader.get(path).body) for path in paths}
    for path in DYNAMIC:
        said[f"{path} headers"] = str(reader.get(path).headers).encode()
    for name in ("plan.sqlite3", "document.json"):
        said[name] = (folder / name).read_bytes()
    return said


def told(folder, words=SPOKEN) -> list[tuple[str, str]]:
    """Where a secret is told, and which."""
    return [
        (path, word)
        for path, body in everything_said(folder).items()
        if not body.startswith(COMPRESSED)
        for word in words
        if word.encode() in body and not is_echo(path, word)
    ]


def is_echo(path: str, word: str) -> bool:
    """Whether a page only says again what was asked of it."""
    return word in path


def test_each_field_of_each_plan_model_is_public_or_private_and_not_both():
    for model in plan_models():
        columns = {
            (getattr(column, "translated_field", None) or column).name
            for column in [*model._meta.concrete_fields, *model._meta.many_to_many]
            if not column.primary_key
        }
        declared = [*public_fields.PUBLIC[model], *public_fields.PRIVATE[model]]

        assert sorted(declared) == sorted(columns), model


def test_secret_of_the_working_copy_is_in_no_answer_and_no_file(django_user_model):
    measure = one_of_everything(make_plan())
    gone = make_priority(measure.pillar)
    one_of_everything(make_plan(slug="hidden-plan", is_public=False))
    editor = django_user_model.objects.create_user(WORD, email=f"{WORD}@example.org")
    Result.objects.update(entered_by=editor)
    for model in public_fields.PUBLIC:
        path = "is_public" if model is Plan else f"{TO_PLAN[model]}__is_public"
        drafts = model._base_manager.filter(**{path: False})
        assert plant(drafts) or model is Plan
        assert plant(model._base_manager.all(), public_fields.PRIVATE)
    kept_at_the_desk(editor, measure.pillar)
    publish()
    gone.delete()
    last = Document.last_live(NOON)
    everything = take_snapshot()
    chosen = last.snapshot.changed_items(everything)
    for model in public_fields.PUBLIC:
        plant(model._base_manager.all(), public_fields.PUBLIC)
    assert as_bytes(take_snapshot()).count(WORD.encode()) > 100

    candidate = Candidate(last, take_snapshot(), frozenset(chosen))
    act = Act({"en": "A note.", "es": "Una nota."}, {})
    edition = publishing.store(last, candidate.rows, act, editor, NOON)

    folder = pressed(edition.contents)
    assert len(paths_in(folder)) > 20
    assert told(folder) == []


def test_planted_secret_would_be_seen_if_it_were_published():
    one_of_everything(make_plan())
    for model in public_fields.PUBLIC:
        # Its address and languages stay, so that the site's own pages are found.
        stay = {"slug", "public_languages"}
        names = [name for name in public_fields.PUBLIC[model] if name not in stay]
        plant(model._base_manager.all(), {model: names})

    folder = pressed(publish().contents)

    seen = {path for path, _word in told(folder, [WORD, "73,519"])}
    assert {"plan.sqlite3", "document.json"} <= seen
    assert "/en/2022-26/" in seen
    assert any(path.startswith("/es/2022-26/measures/") for path in seen)


@pytest.fixture
def shown_result():
    """A result that edition 1 shows."""
    measure = make_measure(
        unit_kind="count", decimals=0, baseline=(2021, "70000"), targets={2025: 90000}
    )
    result = make_result(measure, 2023, NUMBER, student_count=50)
    publish()
    return result


@pytest.fixture
def hidden_result(shown_result):
    """A result that edition 1 showed and that is hidden since."""
    shown_result.student_count = 3
    shown_result.save()
    return shown_result


def rolled_back(number: int):
    """The content of an older edition is live again, as a new one."""
    later = NOON + datetime.timedelta(hours=1)
    note = {"en": "Back again.", "es": "De vuelta."}
    edition = rollback.record(
        number, rollback.candidate_of(number, later), note, now=later
    )
    return go_live(edition, later)


def test_value_that_is_shown_is_in_the_log_until_it_is_hidden(shown_result):
    shown_result.value = 71111
    shown_result.save()

    folder = pressed(publish().contents)

    seen = {path for path, _word in told(folder, ["73,519"])}
    assert {
        "/en/2022-26/changes/",
        "/es/2022-26/changes/",
        "/en/2022-26/changes.atom",
    } <= seen


def test_hidden_value_is_in_no_answer_no_file_and_no_log(hidden_result):
    hidden_result.measure.title_en = "Another title"
    hidden_result.measure.save()

    assert told(pressed(publish().contents)) == []


def test_hidden_value_stays_hidden_after_a_rollback(hidden_result):
    hidden_result.measure.title_en = "Another title"
    hidden_result.measure.save()
    publish()

    edition = rolled_back(1)

    assert edition.number == 3
    assert told(pressed(edition.contents)) == []


def test_value_hidden_under_a_line_of_the_log_is_not_told_by_a_later_edition(
    shown_result,
):
    """Edition 2 corrects the value in the open; only then is it hidden."""
    shown_result.value = 71111
    shown_result.save()
    publish()
    shown_result.student_count = 3
    shown_result.save()

    folder = pressed(publish().contents)

    assert told(folder, [*SPOKEN, "71111", "71,111", "71.111"]) == []


def test_hidden_value_of_a_deleted_row_stays_hidden_after_a_rollback(hidden_result):
    publish()
    hidden_result.delete()
    publish()

    edition = rolled_back(1)

    assert told(pressed(edition.contents)) == []
