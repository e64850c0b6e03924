"""What a reader will see of each text, in words for the editor who writes it."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from pillars import models
from pillars.models.notes import TEXTS as NOTE_TEXTS
from pillars.words import FIELDS, HEADINGS

# The texts that readers get as Markdown: the templates give them to ``prose``.
MARKDOWN = {
    models.PlanSection: {"body"},
    models.Pillar: {"summary"},
    models.Priority: {"why"},
    models.Measure: {"definition"},
    models.PriorityNote: {*NOTE_TEXTS},
    models.MeasureNote: {*NOTE_TEXTS},
}

# Texts that a page has room for, but that read best when they are short.
READS_BEST = {
    models.Plan: {"singular_goal": 150, "vision": 300, "summary": 300},
    models.Priority: {"statement": 150},
    models.Strategy: {"text": 200},
    models.Resource: {"description": 250},
    models.GlossaryTerm: {"meaning": 250},
    **dict.fromkeys(
        [models.PriorityNote, models.MeasureNote], dict.fromkeys(NOTE_TEXTS, 400)
    ),
}

_IN_THE_TABLE = _("Shown in the table on the measure’s page, in its school year’s row.")
_NAME = _("Its name: in lists, at the top of its page and in its address.")
_STATEMENT = _("Its official one-line statement: on its card and on its page.")
_NOTE = {
    "what_happened": _("What the numbers of that year show, in plain words."),
    "why": _("Why it went so, as far as the district knows."),
    "what_comes_next": _("What the district will do, and by when."),
}
# For the texts of which a model says nothing of its own.
EVERYWHERE = {
    "source": _("Where this comes from. Published, though no page shows it yet."),
    "retirement_note": _("Who follows an old link sees it: say where the matter went."),
}

HELP = {
    models.Plan: {
        "title": _("In the browser’s tab, at the foot of pages, on “About the plan”."),
        "short_title": _("A few words, shown at the top of every page."),
        "organization": _("Shown at the top and at the foot of every page."),
        "singular_goal": _("Shown largest of all, at the top of the first page."),
        "vision": _("Shown on the first page, under “Our vision”."),
        "summary": _("On top of “About the plan”; search engines show it, too."),
        "official_document": _("A link on every page. Each language may have its own."),
        "contact_url": _("The link “Contact the District” at the foot of every page."),
        "contact_email": _("Shown at the foot of every page."),
        "contact_phone": _("Shown at the foot of every page."),
        "contact_phone_name": _("What the line is called; shown before its number."),
        "own_count_word": _("The count’s title, in the district’s word: “improved”."),
        "own_count_text": _("When the district reported it, and what it says."),
        "own_count_source": _("Shown under the count, with its address."),
        **dict.fromkeys(
            FIELDS, _("As inside a sentence. Empty: the site’s usual word.")
        ),
        **dict.fromkeys(HEADINGS, _("Empty: the site’s usual heading.")),
    },
    models.PlanSection: {
        "title": _("The passage’s heading on “About the plan”, or on the first page."),
        "body": _("The passage itself, under its heading."),
        "source": _("Shown under the passage on “About the plan”."),
    },
    models.HelpLine: {
        "text": _("One line, with the number to call, at the foot of every page."),
    },
    models.Office: {
        "title": _("Of the office, never of a person."),
        "url": _("Its own page. Give each language its own if there is one."),
    },
    models.Review: {
        "title": _("Such as “Regular Board meeting”."),
        "report_url": _("Readers get it as a link to what the Board was shown."),
        "recording_url": _("Readers get it as a link to what was said."),
    },
    models.PriorityNote: _NOTE,
    models.MeasureNote: _NOTE,
    models.StudentGroup: {
        "title": _("Names the group wherever a measure’s numbers are shown."),
    },
    models.GlossaryTerm: {
        "term": _("Where a page first uses it, it links to the glossary."),
        "also": _("Other forms in texts, separated by commas; they link, too."),
        "meaning": _("Shown under the word, in words a parent can follow."),
    },
    models.Pillar: {
        "title": _NAME,
        "subtitle": _STATEMENT,
        "summary": _("The first passage on the pillar’s page, in plain words."),
    },
    models.Priority: {
        "title": _NAME,
        "notice": _("In a box under the title, such as “This name may change.”"),
        "statement": _STATEMENT,
        "why": _("Shown on the priority’s page under “Why this matters”."),
    },
    models.Strategy: {
        "text": _("One entry in the list of strategies, on its priority’s page."),
        "stage_since": _("The month, such as 2024-08."),
        "stage_text": _("One sentence, such as “14 of 24 schools so far.”"),
        "stage_reason": _(
            "Readers see it. What was changed or dropped is not published without it."
        ),
        "is_retired": _(
            "It leaves the plan. Below the strategies its priority’s page shows the"
            " note, to which old links lead; its code is never given again."
        ),
        "retirement_note": _(
            "Readers who follow an old link see it on the priority’s page, after the"
            " code: say where the matter went."
        ),
    },
    models.Resource: {
        "title": _("The words of the link, in the priority’s list of resources."),
        "url": _("Where the link leads. Give each language its own page."),
        "description": _("Shown under the link."),
    },
    models.Measure: {
        "of_every_100": _(
            "Of a percent of people: who did what, such as “students graduated in four"
            " years”. Readers then see “about 84 of every 100 students graduated in"
            " four years”."
        ),
        "title": _NAME,
        "definition": _("Shown on the measure’s page under “How it is counted”."),
        "unit_before": _("Such as “$”, or “index” in a language that says it first."),
        "unit_one": _("After the number 1, such as “day”. Empty: as the unit."),
        "unit": _(
            "After each number, such as “days” or “people a year”, and above the chart"
            " and the table; of a percent, such as “of schools”, only there."
        ),
        "next_update_due": _(
            "Readers see it up to that day. After it they see “Was due on …” while the"
            " result of the school year that had ended by then is missing."
        ),
        "override_reason": _("Shown beside the status that is set by hand."),
        "source": _("Shown on the measure’s page under “Where it comes from”."),
    },
    models.Baseline: {"note": _IN_THE_TABLE, "source": _IN_THE_TABLE},
    models.Target: {
        "value": _(
            "The level to reach, or the percent or points to change by: a reduction"
            " with a minus sign, such as -6, a rise without one."
        ),
        "wording": _("As the plan words it, such as “at least 12”: for the table."),
        "note": _IN_THE_TABLE,
    },
    models.Result: {
        "state": _(
            "“Corrected” is for a number that was published before: when you publish"
            " it, you are asked for the reason, which readers see."
        ),
        "note": _IN_THE_TABLE,
        "break_reason": _(
            "Shown in the table, after “From this year the counting method changed”."
        ),
        "source": _IN_THE_TABLE,
    },
}


def help_of(model: type, name: str, limit: int | None = None) -> str | Promise:
    """What the form says of a text, and how many characters it may have at most."""
    words = [HELP.get(model, {}).get(name) or EVERYWHERE.get(name)]
    if name in MARKDOWN.get(model, ()):
        words.append(_("Markdown: **bold**, lists, links."))
    if limit:
        words.append(format_lazy(_("At most {limit} characters."), limit=limit))
    elif best := READS_BEST.get(model, {}).get(name):
        words.append(format_lazy(_("Up to {best} characters read best."), best=best))
    words = [word for word in words if word]
    return format_lazy(" ".join(["{}"] * len(words)), *words)
