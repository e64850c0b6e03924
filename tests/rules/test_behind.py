"""Which of three languages is behind which other one."""

import datetime

import pytest

from pillars.rules.behind import Behind, texts_behind

MAY_3, MAY_4, MAY_5 = (datetime.date(2026, 5, day) for day in (3, 4, 5))
ALL = ["en", "es", "ko"]


class Text:
    """A text in three languages, and what is behind as it is written."""

    def __init__(self, leading=ALL):
        self.wordings = {"en": "It helps.", "es": "Ayuda.", "ko": "도움"}
        self.leading, self.behind = leading, {}

    def write(self, day, **wordings):
        new = self.wordings | wordings
        self.behind = texts_behind(self.behind, self.wordings, new, self.leading, day)
        self.wordings = new
        return {code: each.source for code, each in self.behind.items()}


def test_each_language_is_behind_the_one_that_was_rewritten():
    assert Text().write(MAY_3, en="It helps all.") == {"es": "en", "ko": "en"}
    assert Text().write(MAY_3, es="Ayuda a todos.") == {"en": "es", "ko": "es"}


def test_language_that_follows_leaves_the_third_behind_the_first():
    text = Text()
    text.write(MAY_3, en="It helps all.")

    assert text.write(MAY_4, es="Ayuda a todos.") == {"ko": "en"}
    assert text.behind["ko"] == Behind(MAY_3, "en", "It helps.")
    assert text.write(MAY_5, ko="모두") == {}


def test_each_language_remembers_what_it_was_written_from():
    text = Text()
    text.write(MAY_3, en="It helps all.")
    text.write(MAY_4, es="Ayuda a todos.")

    text.write(MAY_5, en="It helps everybody.")

    assert text.behind == {
        "es": Behind(MAY_5, "en", "It helps all."),
        "ko": Behind(MAY_3, "en", "It helps."),
    }
    # The wording from which each was written, and with it what belongs to that.
    assert text.write(MAY_5, en="It helps.") == {"es": "en"}


def test_language_that_leads_anew_is_named_to_those_that_were_in_step():
    text = Text()
    text.write(MAY_3, en="It helps all.")
    text.write(MAY_4, es="Ayuda a todos.")

    assert text.write(MAY_5, es="Ayuda mucho.") == {"en": "es", "ko": "en"}


@pytest.mark.parametrize(
    "wordings",
    [
        {"ko": "모두"},  # In preparation: whoever reads English has read no Korean.
        {"en": "It helps all.", "es": "Ayuda a todos.", "ko": "모두"},
        {"en": " It  helps. "},
    ],
)
def test_what_leaves_no_other_behind(wordings):
    assert Text(leading=["en", "es"]).write(MAY_3, **wordings) == {}


def test_filling_in_or_emptying_a_text_leaves_no_other_behind():
    text = Text()

    assert text.write(MAY_3, ko="") == {}
    assert text.write(MAY_3, en="It helps all.") == {"es": "en"}
    assert text.write(MAY_4, ko="모두") == {"es": "en"}
