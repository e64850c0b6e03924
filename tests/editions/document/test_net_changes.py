"""Then and now: what several editions changed together, without the way there."""

import pytest

from plan_site.editions.document.diff import Change, FieldChange, LogEntry
from plan_site.editions.document.net_changes import net_changes

ITEM = "pillars.measure:1"


def text(before, after, **marks) -> FieldChange:
    return FieldChange("measure", "title", "en", before, after, key=1, **marks)


def result(before, after, field="value", year=2022, **more) -> FieldChange:
    return FieldChange("result", field, "", before, after, year=year, **more)


def retired(before, after) -> FieldChange:
    return FieldChange("measure", "is_retired", "", before, after, key=1)


def steps(*steps: str | list[FieldChange]) -> list[tuple[LogEntry, list[Change]]]:
    """Editions, the oldest first: what became of the item, or its changed fields."""
    changes = [
        Change(ITEM, step, "2022-26", "1A-M1", {})
        if isinstance(step, str)
        else Change(ITEM, "changed", "2022-26", "1A-M1", {}, tuple(step))
        for step in steps
    ]
    return [
        (LogEntry(number, "2026-01-01", {}, None, (one,)), [one])
        for number, one in enumerate(changes, 2)
    ]


def net(*given) -> tuple | None:
    """The kind, and by row and field both sides; None where all is as it was."""
    found = net_changes(steps(*given))
    if not found:
        return None
    (change,) = [one.change for one in found]
    return change.kind, {
        (it.field, it.year): "hidden" if it.hidden else it.sides for it in change.fields
    }


TITLE = ("title", None)
NOW_C = ("changed", {TITLE: ("A", "C")})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param([[text("A", "B")], [text("B", "C")]], NOW_C, id="first and last"),
        pytest.param([[text("A", "B")], [text("B", "A")]], None, id="rolled back"),
        pytest.param(
            [[text("A", "B"), result("1", "2")], [text("B", "A")]],
            ("corrected", {("value", 2022): ("1", "2")}),
            id="one field of two went back",
        ),
        pytest.param(["added"], ("added", {}), id="added"),
        pytest.param(
            ["added", [text("A", "B")]], ("added", {}), id="added, then edited"
        ),
        pytest.param(["added", "removed"], None, id="came and went"),
        pytest.param(
            ["added", "removed", "added"], ("added", {}), id="came, went, came again"
        ),
        pytest.param([[text("A", "B")], "removed"], ("removed", {}), id="taken out"),
        pytest.param(
            [[text("A", "B")], "removed", "added", [text("C", "D")]],
            ("returned", {}),
            id="taken out and back: nobody knows in what it differs",
        ),
        pytest.param(
            ["added", [retired(False, True)]],
            ("added", {("is_retired", None): (False, True)}),
            id="added, then retired",
        ),
        pytest.param(
            [[retired(False, True)], [retired(True, False)]],
            None,
            id="retired and back",
        ),
        pytest.param(
            [[retired(False, True)]],
            ("retired", {("is_retired", None): (False, True)}),
            id="retired",
        ),
        pytest.param(
            [[result(None, "5")], [result("5", "6")]],
            ("changed", {("value", 2022): (None, "6")}),
            id="a result that was not there then is no correction",
        ),
        pytest.param(
            [[result(None, "5")], [result("5", None)]], None, id="row and gone"
        ),
        pytest.param(
            [[result("1", None), result(None, "2")]],
            ("corrected", {("value", 2022): ("1", "2")}),
            id="a row in the place of another",
        ),
        pytest.param(
            [[result("1", "2")], [result(2022, 2023, "school_year", 2023)]],
            (
                "corrected",
                {("value", 2023): ("1", "2"), ("school_year", 2023): (2022, 2023)},
            ),
            id="a number that moved to another year",
        ),
        pytest.param(
            [
                [result(2022, 2023, "school_year", 2023)],
                [result(2023, 2022, "school_year", 2022)],
            ],
            None,
            id="moved and back",
        ),
        pytest.param(
            [
                [result("1", "2", year=2022), result("7", "8", year=2023)],
                [
                    result(2022, 2023, "school_year", 2023),
                    result(2023, 2022, "school_year", 2022),
                ],
            ],
            (
                "corrected",
                {
                    ("value", 2023): ("1", "2"),
                    ("value", 2022): ("7", "8"),
                    ("school_year", 2023): (2022, 2023),
                    ("school_year", 2022): (2023, 2022),
                },
            ),
            id="two numbers that changed places",
        ),
        pytest.param(
            [[text(None, None, hidden=True)], [text("B", "C")]],
            ("changed", {TITLE: "hidden"}),
            id="hidden before",
        ),
        pytest.param(
            [[text("A", "B")], [text(None, None, hidden=True, redacted=True)]],
            ("changed", {TITLE: "hidden"}),
            id="redacted after",
        ),
    ],
)
def test_net_change_is_first_before_and_last_after(given, expected):
    assert net(*given) == expected


def test_decimals_are_those_of_each_side():
    first, last = result("1", "2", decimals=[0, 1]), result("2", "3", decimals=[1, 2])

    (found,) = net_changes(steps([first], [last]))

    (field,) = found.change.fields
    assert field.decimals == [0, 2]


def test_status_is_told_if_it_is_another():
    both = [("behind", "close"), ("close", "met")]
    history = steps([result("1", "2")], [result("2", "3")])
    told = [
        (entry, [with_status(change, *sides)])
        for (entry, (change,)), sides in zip(history, both, strict=True)
    ]

    (found,) = net_changes(told)
    (back,) = net_changes(
        [told[0], (told[1][0], [with_status(told[1][1][0], "close", "behind")])]
    )

    assert found.change.statuses == {"before": "behind", "after": "met"}
    assert back.change.statuses is None


def with_status(change: Change, before: str, after: str) -> Change:
    data = vars(change) | {"statuses": {"before": before, "after": after}}
    return Change(**data)
