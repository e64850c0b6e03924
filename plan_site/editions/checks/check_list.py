"""
The check list: the candidate is read as readers would get it, from memory.

A new check is a function in one of the modules of checks, and a line here.
"""

import datetime

from django.db import IntegrityError
from django.utils import timezone

from plan_site.editions.document.candidate import Candidate
from plan_site.editions.scope import reading
from plan_site.editions.storage import edition_files

from . import choice_checks, claim_checks, link_checks, number_checks, text_checks
from .contents import Contents
from .messages import CheckMessage

CHOICE_CHECKS = [
    choice_checks.chosen_without,
    choice_checks.no_plan_left,
    choice_checks.codes_used_before,
    choice_checks.reasons_missing,
]
# In the order in which the messages about one item are listed.
CONTENT_CHECKS = [
    text_checks.missing_language,
    text_checks.unfit_addresses,
    number_checks.incomplete_targets,
    number_checks.incomplete_series,
    number_checks.deeds_neither_done_nor_not,
    number_checks.faults_of_series,
    number_checks.groups_worked_out,
    text_checks.language_behind,
    text_checks.same_sentence_twice,
    text_checks.wrong_language,
    text_checks.placeholders,
    claim_checks.claims,
    claim_checks.own_counts,
    claim_checks.stages_ahead,
    claim_checks.unexplained,
    claim_checks.hidden_numbers_told,
    number_checks.years_without_result,
    number_checks.two_thresholds,
    number_checks.jumps,
    link_checks.links_to_other_plans,
    link_checks.unknown_measures,
    link_checks.dead_links,
    number_checks.overdue,
    number_checks.shown_again,
]


def check_list(
    candidate: Candidate, today: datetime.date | None = None
) -> list[CheckMessage]:
    """Errors first, then warnings, each in the plan's order."""
    messages = [one for check in CHOICE_CHECKS for one in check(candidate)]
    try:
        scope = edition_files.in_memory(candidate.rows)
    except IntegrityError as error:
        messages += rules_broken(candidate, messages, error)
    else:
        with reading(scope):
            contents = Contents.read(candidate, today or timezone.localdate())
            messages += [one for check in CONTENT_CHECKS for one in check(contents)]
    return sorted(messages, key=lambda m: (not m.stops, candidate.names.place(m.item)))


def rules_broken(
    candidate: Candidate, known: list[CheckMessage], error: IntegrityError
) -> list[CheckMessage]:
    """Why no database takes the candidate, as errors that an editor can correct."""
    known_items = {message.item for message in known if message.check == "needs"}
    broken = choice_checks.broken_rules(candidate)
    found = [message for message in broken if message.item not in known_items]
    if found or known_items:
        return found
    message = choice_checks.REFUSED % {"error": error}
    return [CheckMessage("rule:database", "rule", True, "", message)]
