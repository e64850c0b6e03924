"""The words in which two wordings differ, as an editor and a translator see them."""

import pytest

from pillars.text.diff import in_words, mark_changes, mark_in_one, steps


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("at every school", "at each school", "at [before: every] [now: each] school"),
        ("read", "read daily", "read [now: daily]"),
        ("read daily", "read", "read [before: daily]"),
        ("every  day\nof it", "every day of it", "every day of it"),
        ("", "all of it", "[now: all of it]"),
        ("one two", "three four", "[before: one two] [now: three four]"),
    ],
)
def test_what_changed_is_told_word_by_word(before, after, said):
    assert in_words(steps(before, after)) == said


def test_words_that_differ_are_marked_and_markup_is_shown_as_text():
    before, after = mark_changes("Read <b>every</b> day", "Read every day & night")

    assert before == "Read <del>&lt;b&gt;every&lt;/b&gt;</del> day"
    assert after == "Read <ins>every</ins> day <ins>&amp; night</ins>"


def test_text_that_comes_or_goes_whole_is_marked_whole():
    assert mark_changes("", "All of it\n") == ("", "<ins>All of it</ins>\n")
    assert mark_changes("All of it", "") == ("<del>All of it</del>", "")


def test_white_space_alone_is_kept_on_each_side_and_marked_on_none():
    before, after = "one two\n\nthree", "one  two three"

    assert mark_changes(before, after) == (before, after)


@pytest.mark.parametrize(
    ("before", "after", "is_marked"),
    [
        ("word " * 2000, "other " * 2000, True),
        ("word " * 2000, "word  " * 2000, False),
    ],
)
def test_long_texts_are_told_apart_whole(before, after, is_marked):
    (step,) = steps(before, after)

    assert (step.is_same, "<ins>" in mark_changes(before, after)[1]) == (
        not is_marked,
        is_marked,
    )


def test_in_one_text_the_ear_is_told_what_the_eye_sees():
    html = mark_in_one(steps("at <every> school", "at each school"))

    assert html == (
        'at <del><span class="ed-sr" lang="en"> [taken out: </span>&lt;every&gt;'
        '<span class="ed-sr">] </span></del>'
        ' <ins><span class="ed-sr" lang="en"> [put in: </span>each'
        '<span class="ed-sr">] </span></ins> school'
    )
