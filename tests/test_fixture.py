"""The plan that the site ships with: whole, true to its sources, in both languages."""

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from modeltranslation.translator import NotRegistered, translator

from pillars.enums import Reason, State, Status, TargetKind
from pillars.models import GlossaryTerm, Measure, Plan, Priority
from pillars.rules.values import Point
from tests.helpers.makers import plan_models

FIXTURE = Path(__file__).parent.parent / "fixtures" / "lausd_2022_26.json"
LANGUAGES = ("en", "es")
ADDRESSES = {"url", "official_document", "contact_url"}

VISION = {
    "en": (
        "Los Angeles Unified will be the premier public school district by eliminating"
        " educational inequities to graduate ALL students ready for the world - to"
        " thrive in college, career, and life."
    ),
    "es": (
        "El Distrito Unificado de Los Ángeles será el distrito escolar público de"
        " primera clase que elimine las desigualdades educativas para graduar a TODOS"
        " los estudiantes preparados para el mundo y para prosperar en la universidad,"
        " una carrera y la vida."
    ),
}
GOAL = (
    "ensure ALL our students graduate READY FOR THE WORLD – to thrive in college,"
    " career, and life."
)
SUBTITLES = {
    "Academic Excellence": (
        "Rigorous and Responsive Academic Programs to Achieve Excellence for All"
    ),
    "Joy and Wellness": "Safe and Healthy Environments to Promote Joy and Wellness",
    "Engagement and Collaboration": (
        "Authentic Engagement to Leverage the Power of Our Families, Communities, and"
        " Educational Partners"
    ),
    "Operational Effectiveness": (
        "Innovative Operations to Ensure Lasting Organizational Success"
    ),
    "Investing in Staff": (
        "Development and Uplifting of Talented Staff to Serve All Students"
    ),
}
# Those of 1B, 1C, 5C and 5D were in no source.
STATEMENTS = {
    "1A": (
        "Focus on consistent implementation of high-quality instruction to"
        " improve student outcomes"
    ),
    "1D": (
        "Champion multiple pathways for college and career readiness for all students"
    ),
    "2A": (
        "Design and sustain welcoming, safe, environmentally friendly, affirming,"
        " and inclusive learning environments"
    ),
    "2B": (
        "Promote whole-child well-being through integrated health, nutrition, and"
        " wellness services"
    ),
    "2C": "Cultivate and model strong social-emotional skills",
    "2D": "Ensure outstanding attendance to support consistent in-class learning",
    "3A": (
        "Strengthen relationships between families, students, and their schools"
        " to improve student success"
    ),
    "3B": "Provide clear, consistent, and accessible information to the community",
    "3C": (
        "Lead and leverage our role as an impactful, key member of local, state,"
        " national, and global communities"
    ),
    "3D": "Honor and act upon the perspectives of students and everyone we serve",
    "4A": "Develop comprehensive data-driven systems to inform decision-making",
    "4B": "Modernize facilities and technological infrastructure",
    "4C": (
        "Sustainably, equitably, and efficiently implement school and District budgets"
    ),
    "4D": "Make Los Angeles Unified the district of choice for families",
    "5A": (
        "Effectively recruit and retain a highly qualified, diverse workforce"
        " committed to serving all students"
    ),
    "5B": "Provide competency-based, rigorous, and relevant professional learning",
}
# Hosts of rewordings of news articles: no figure may rest on one.
REWORDINGS = (
    *("heroku.briefly.co", "dramabreak.com", "scoopico.com"),
    *("harborgatewaynorth.org", "educationnews.edu.pl", "citystuff.com", "vh2.tv"),
)
# Hosts of copies whose originals were not in reach: a figure's source says so.
COPIES = ("usa-newnews.com", "arrobajuarez.com", "github.com")
# Every result, by the school year's first year, as its source prints it. 86.5 for
# 2024-25 in 1D-R2 was not seen in the state's file. Of 4D-R1, riders of the school
# bus in 2023-24, two sources differ (15,000 and 16,000), and neither is official.
RESULTS = {
    "1D-M2": {2021: "86.1", 2022: "84.0"},
    "3A-M2": {2023: "84.3"},
    "1-R1": {2018: "43.93", 2021: "41.67", 2022: "41.17", 2023: "43.06", 2024: "46.46"},
    "1-R2": {2018: "33.5", 2021: "28.5", 2022: "30.5", 2023: "32.83", 2024: "36.76"},
    "1-R3": {2023: "24", 2024: "27.3"},
    "1-R4": {2023: "-24"},
    "1D-R1": {2020: "48.1", 2021: "50.5", 2022: "53.0", 2023: "56.4"},
    "1D-R2": {2022: "83.6", 2023: "86.7"},
    "2A-R1": {2022: "107"},
    "2D-R2": {2022: "31"},
    "2D-R6": {2023: "93"},
    "4D-R2": {2022: "422276", 2024: "408026"},
}

# Small words of each language, as frequent as they are telling.
ENGLISH = (
    "the of and to in is are was were be been by for from with without that this these"
    " those their they them its it who whom which what when where how not or on at as"
    " an any all each every some than then there here our we you your his her she"
)
SPANISH = (
    "el la los las de del y en es son fue fueron ser por para con sin que esta este"
    " estos estas su sus se lo le les quien quienes cual como cuando donde al un una"
    " unos unas o más pero cada todos todas nuestro nuestra usted hay muy ya"
)
SMALL_WORDS = {"en": frozenset(ENGLISH.split()), "es": frozenset(SPANISH.split())}
# Names keep their own language wherever they stand.
NAMES = re.compile(
    r"The L\.A\. Trust|The LA Monitor|The 74|LA School Report|Los Angeles|Los Ángeles"
    r"|Board Member|CALO News|Cal School News|Spectrum News|Reed Middle School"
    r"|Positive Attendance and Building Resiliency|Schools for Advanced Studies"
    r"|Black Student Achievement Plan|Expanded Learning Opportunities|La Opinión"
    r"|Green Schoolyards for All"
)


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return json.loads(FIXTURE.read_text(encoding="utf-8"))


@pytest.fixture
def loaded(db):
    call_command("loaddata", str(FIXTURE), verbosity=0)


def translated(model: type) -> list[str]:
    try:
        return list(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        return []


def texts(rows: list[dict]):
    """Each translated text of the fixture: where it stands, and its two wordings."""
    for row in rows:
        for field in translated(apps.get_model(row["model"])):
            where = f"{row['model']} {row['pk']} {field}"
            pair = {code: row["fields"][f"{field}_{code}"] for code in LANGUAGES}
            yield where, field, pair


def of(rows: list[dict], name: str) -> list[dict]:
    return [row["fields"] for row in rows if row["model"] == f"pillars.{name}"]


def codes_of(rows: list[dict], name: str) -> dict[int, str]:
    """The codes of all records of a model, by their keys."""
    records = [row for row in rows if row["model"] == f"pillars.{name}"]
    return {row["pk"]: row["fields"]["code"] for row in records}


def sentences(text: str) -> list[str]:
    """The sentences of a text, without names and without the addresses of links."""
    bare = NAMES.sub(" ", re.sub(r"\]\([^)]*\)", "] ", text))
    return [part for part in re.split(r"(?<=[.:;!?])\s+|\n+", bare) if part.strip()]


def is_in_another_language(text: str, language: str) -> bool:
    """Whether a sentence has more small words of the other language than of its own."""
    other = next(code for code in LANGUAGES if code != language)
    found = Counter()
    for word in re.findall(r"[^\W\d_]+", text):
        if not (word.isupper() and len(word) > 1):
            for code in LANGUAGES:
                found[code] += word.lower() in SMALL_WORDS[code]
    return found[other] > found[language]


@pytest.mark.postgresql
def test_plan_loads_on_an_empty_database_and_every_row_is_valid(loaded, rows):
    counted = Counter()
    for model in plan_models():
        for record in model.objects.all():
            record.full_clean()
            counted[model._meta.label_lower] += 1

    assert counted == Counter(row["model"] for row in rows)


@pytest.mark.postgresql
def test_new_rows_find_a_free_key_after_the_plan_is_loaded(loaded):
    plan = Plan.objects.get()

    term = GlossaryTerm.objects.create(plan=plan, code="new", term_en="New")

    assert term.pk == GlossaryTerm.objects.count()


def test_plan_holds_as_much_as_its_sources_do(rows):
    measures = Counter("-R" in row["code"] for row in of(rows, "measure"))

    assert len(of(rows, "plan")) == 1
    assert len(of(rows, "pillar")) == 5
    assert len(of(rows, "priority")) == 20
    assert len(of(rows, "strategy")) == 82
    # 53 measures, two of which hold two targets each, and figures that have no target.
    assert measures == {False: 55, True: 10}
    # Twelve measures say where they began, one of them for three levels of school.
    assert len(of(rows, "baseline")) == 14
    assert len(of(rows, "glossaryterm")) >= 40


def test_what_was_cut_off_in_its_source_is_left_out(rows):
    strategies = {row["code"] for row in of(rows, "strategy")}
    codes = {row["code"] for row in of(rows, "measure")}

    assert "1A.4" in strategies
    assert "1A.5" not in strategies
    assert not codes & {"3A-M8", "4A-M2", "5A-M1", "3C-M2", "4A-M1"}
    assert codes >= {"3C-M2a", "3C-M2b", "4A-M1a", "4A-M1b"}


def test_each_pillar_has_priorities_a_to_d(loaded):
    codes = [priority.code for priority in Priority.objects.select_related("pillar")]

    assert codes == [f"{number}{letter}" for number in range(1, 6) for letter in "ABCD"]


def test_every_code_is_unique(rows):
    keys = [(row["model"], row["pk"]) for row in rows]
    strategies = [(row["priority"], row["code"]) for row in of(rows, "strategy")]

    assert len(keys) == len(set(keys))
    assert len(strategies) == len(set(strategies))
    for name in ["measure", "glossaryterm", "studentgroup"]:
        codes = [row["code"] for row in of(rows, name)]
        assert len(codes) == len(set(codes)), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_leads_to_two_terms_of_the_glossary(rows, language):
    forms = [
        form.strip().lower()
        for row in of(rows, "glossaryterm")
        for form in {row[f"term_{language}"], *row[f"also_{language}"].split(",")}
        if form.strip()
    ]

    assert [form for form, times in Counter(forms).items() if times > 1] == []


def test_rows_hold_the_columns_of_each_language_and_never_the_bare_one(rows):
    for row in rows:
        fields = translated(apps.get_model(row["model"]))

        assert not set(fields) & set(row["fields"]), row["pk"]
        columns = {f"{field}_{code}" for field in fields for code in LANGUAGES}
        assert columns <= set(row["fields"]), row["pk"]


def test_file_is_written_as_it_is_kept(rows):
    kept = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"

    assert FIXTURE.read_text(encoding="utf-8") == kept


def test_every_text_is_there_in_both_languages(rows):
    half = [
        where
        for where, field, pair in texts(rows)
        # Spanish may need forms of a word that English lacks, and the reverse.
        if field != "also" and bool(pair["en"].strip()) != bool(pair["es"].strip())
    ]

    assert half == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_in_the_wrong_language(rows, language):
    wrong = [
        (where, sentence)
        for where, field, pair in texts(rows)
        if field not in ADDRESSES
        for sentence in sentences(pair[language])
        if is_in_another_language(sentence, language)
    ]

    assert wrong == []


def test_no_long_text_is_the_same_in_both_languages(rows):
    same = [
        where
        for where, field, pair in texts(rows)
        if field not in ADDRESSES
        if pair["en"] == pair["es"] and len(pair["en"].split()) > 4
    ]

    assert same == []


@pytest.mark.parametrize(("language", "other"), [("en", "es"), ("es", "en")])
def test_a_sentence_in_the_wrong_language_is_noticed(rows, language, other):
    swapped = [
        sentence
        for _where, field, pair in texts(rows)
        if field not in ADDRESSES and pair["en"] != pair["es"]
        for sentence in sentences(pair[other])
        if len(sentence.split()) >= 8
    ]

    missed = [text for text in swapped if not is_in_another_language(text, language)]

    assert len(swapped) > 300
    assert missed == []


def test_official_words_are_word_for_word(rows):
    plan = of(rows, "plan")[0]

    assert {code: plan[f"vision_{code}"] for code in LANGUAGES} == VISION
    assert plan["singular_goal_en"] == GOAL.replace("ensure", "Ensure")
    assert plan["title_en"] == "Los Angeles Unified 2022-26 Strategic Plan"
    assert plan["title_es"] == (
        "Plan Estratégico 2022-26 del Distrito Unificado de Los Ángeles"
    )


def test_official_one_line_statements_are_word_for_word(rows):
    subtitles = {row["title_en"]: row["subtitle_en"] for row in of(rows, "pillar")}
    statements = {
        row["code"]: row["statement_en"]
        for row in of(rows, "priority")
        if row["statement_en"]
    }

    assert subtitles == SUBTITLES
    assert statements == STATEMENTS


def test_names_that_could_not_be_confirmed_say_so_in_both_languages(rows):
    named = {row["title_en"]: row for row in of(rows, "priority") if row["notice_en"]}

    assert {title: row["title_es"] for title, row in named.items()} == {
        "Staff Wellness": "Bienestar del personal",
        "High Performance Standards": "Altos estándares de desempeño",
    }
    for row in named.values():
        assert "not been able to confirm the name" in row["notice_en"]
        assert "No hemos podido confirmar" in row["notice_es"]


def test_call_to_action_asks_three_things_each_with_its_link(rows):
    sections = {row["kind"]: row for row in of(rows, "plansection")}

    asked = {
        code: re.findall(
            r"^- \*\*(.+?)\*\*.+\n\n  \[.+\]\(https://\S+\)$",
            sections["call_to_action"][f"body_{code}"],
            re.MULTILINE,
        )
        for code in LANGUAGES
    }

    assert asked == {
        "en": ["Show up.", "Step up.", "Speak up."],
        "es": ["Esté presente.", "Ponga de su parte.", "Hable."],
    }


def test_every_row_names_its_source_in_both_languages(rows):
    silent = [
        f"{row['model']} {row['pk']}"
        for row in rows
        if not (row["fields"]["source_en"] and row["fields"]["source_es"])
    ]

    assert silent == []


def test_nothing_rests_on_a_rewording_of_an_article():
    text = FIXTURE.read_text(encoding="utf-8")

    assert [host for host in REWORDINGS if host in text] == []


def test_figure_from_a_copy_says_so_in_its_source(rows):
    from_copies = [
        row
        for row in (fields["fields"] for fields in rows)
        if any(host in row["source_url"] for host in COPIES)
    ]

    assert len(from_copies) == 5
    for row in from_copies:
        assert (row["source_en"][:4], row["source_es"][:5]) == ("Copy", "Copia")


def test_results_are_those_of_their_sources(rows):
    codes = codes_of(rows, "measure")
    found = {}

    for row in of(rows, "result"):
        found.setdefault(codes[row["measure"]], {})[row["school_year"]] = row["value"]
        assert re.match(r"https?://", row["source_url"])

    assert found == RESULTS


def test_series_breaks_where_a_source_does_not_say_what_it_counts(rows):
    breaks = [row for row in of(rows, "result") if row["starts_new_series"]]

    assert [(row["value"], row["break_reason_en"]) for row in breaks] == [
        ("408026", "The source does not say which schools it counts.")
    ]


def test_spanish_has_the_words_of_the_district(rows):
    """Names of programs apart: "tasa", not "índice"; quotes as in the United States."""
    for where, _field, pair in texts(rows):
        for word in ["índice", "Índice", "Valor inicial", "«", "$50"]:
            assert word not in pair["es"], where


def test_every_resource_has_a_web_address_in_each_language(rows):
    priorities = codes_of(rows, "priority")
    with_resources = {priorities[row["priority"]] for row in of(rows, "resource")}

    assert len(of(rows, "resource")) == 43
    assert set(priorities.values()) - with_resources == {"5C", "5D"}
    for row in of(rows, "resource"):
        for code in LANGUAGES:
            assert re.match(r"https?://", row[f"url_{code}"])


def test_targets_stand_in_the_years_of_the_plan(rows):
    kinds = {
        row["pk"]: row["fields"]["target_kind"]
        for row in rows
        if row["model"] == "pillars.measure"
    }
    wordy = {
        *(TargetKind.EACH_YEAR, TargetKind.POINTS_OR_PERCENT),
        *(TargetKind.YES_NO, TargetKind.DIRECTION_ONLY),
    }

    years = Counter(row["school_year"] for row in of(rows, "target"))

    # Five measures ask for something each year, one asks for three levels of school.
    assert years == {2022: 5, 2023: 5, 2024: 5, 2025: 57}
    for row in of(rows, "target"):
        assert (row["value"] is None) == (kinds[row["measure"]] in wordy)


def test_related_figures_have_results_and_no_target(loaded):
    figures = Measure.objects.filter(target_kind=TargetKind.NONE).with_series()

    for figure in figures:
        assert figure.progress.status is None
        assert figure.results.all()
        assert not figure.targets.all()


def test_graduation_is_behind_its_pace(loaded):
    measure = Measure.objects.with_series().get(code="1D-M2")

    progress = measure.progress
    assert progress.status is Status.BEHIND
    assert progress.baseline == Point(2020, Decimal("81.6"))
    assert progress.latest == Point(2022, Decimal("84.0"))
    assert progress.target == Point(2025, Decimal("93.0"))


def test_a_step_whose_meaning_is_unclear_is_not_rated(loaded):
    measure = Measure.objects.with_series().get(code="3A-M2")

    assert measure.progress.status is Status.CANNOT_SAY
    assert measure.progress.reason is Reason.TWO_WAYS
    assert measure.progress.latest.value == Decimal("84.3")


def test_each_measure_without_a_status_has_one_of_six_reasons(loaded):
    measures = Measure.objects.exclude(target_kind=TargetKind.NONE).with_series()

    reasons = Counter(measure.progress.reason for measure in measures)

    # Counted by hand from the plan's targets; the one without a reason is 1D-M2.
    assert reasons == {
        None: 1,
        Reason.NO_START: 17,
        Reason.NO_NUMBER: 11,
        Reason.FIRST_RESULT: 10,
        Reason.PERCENT: 8,
        Reason.TWO_WAYS: 4,
        Reason.ACTION: 4,
    }


def test_district_counts_77_of_93_measures_as_improved(rows):
    plan, pillars = of(rows, "plan")[0], of(rows, "pillar")

    assert (plan["measure_count"], plan["own_count"]) == (93, "83%")
    assert [(row["own_count"], row["own_total"]) for row in pillars] == [
        *((19, 22), (9, 13), (23, 28), (14, 15), (12, 15))
    ]
    assert sum(row["own_total"] for row in pillars) == 93


def test_first_page_has_a_figure_for_each_thing_that_families_ask_about(rows):
    featured = {row["code"] for row in of(rows, "measure") if row["is_featured"]}

    assert featured == {"1D-M2", "1-R1", "1-R2", "2D-R2"}


def test_only_percents_of_students_are_told_in_people(rows):
    told = {row["code"] for row in of(rows, "measure") if row["of_every_100_en"]}
    of_students = {
        row["code"]
        for row in of(rows, "measure")
        if row["unit_kind"] == "percent" and "Students" in row["title_en"]
    }

    # 2C-M1 may be a gain, 2C-M2 is a rate far below 1%, 3B-M2 counts requests.
    assert told == of_students - {"2C-M1", "2C-M2", "3B-M2"} | {"2D-R6"}


def test_safety_around_schools_is_told_by_level_of_school(loaded):
    measure = Measure.objects.with_series().get(code="2A-M2")

    numbers = {
        series.group.code: (series.baseline.value, series.targets[0].value)
        for series in measure.series
    }

    assert measure.is_by_group
    assert numbers == {
        "elementary-schools": (67, 78),
        "middle-schools": (65, 75),
        "high-schools": (60, 68),
    }


def test_preliminary_figures_and_those_for_part_of_a_year_are_provisional(rows):
    provisional = [
        row["value"] for row in of(rows, "result") if row["state"] == State.PROVISIONAL
    ]

    # Two are of the District's first release on the tests of 2022.
    assert provisional == ["41.67", "28.5", "93"]
