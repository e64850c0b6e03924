"""
Steps from a document of one format to one of the next: pure functions of it, which say
of rows what the migrations of the working copy said.
"""

import re
import uuid
from collections.abc import Callable

IN_DOLLARS = {"unit_kind": "money", "unit_before_en": "$", "unit_before_es": "$"}
POINTS = {"en": ("point", "points"), "es": ("punto", "puntos")}
NEW_IN_2 = {
    "plan": {
        "public_languages": ["en", "es"],
        "requires_all_texts": True,
        "has_pillars": True,
        "has_priorities": True,
        "first_month": 7,
    }
}
NEW_IN_3 = {
    "pillar": {"unofficial_in": []},
    "priority": {"unofficial_in": []},
    "measure": {"is_featured": False},
}


def codes_from_numbers(contents: dict) -> dict:
    """1 to 2: codes are texts of their own, and dollars are money."""
    codes: dict[tuple, str] = {}
    return {
        **contents,
        "snapshot": [with_own_code(row, codes) for row in contents["snapshot"]],
        "log": [
            {**entry, "changes": list(map(in_money, entry["changes"]))}
            for entry in contents["log"]
        ],
    }


def in_money(change: dict) -> dict:
    """A change of the log whose numbers were counted in dollars."""
    written = {
        side: unit | IN_DOLLARS if unit["unit_kind"] == "dollars" else unit
        for side, unit in (change.get("written") or {}).items()
    }
    return change | ({"written": written} if written else {})


def with_own_code(row: dict, codes: dict[tuple, str]) -> dict:
    """``codes`` has those of the rows that came before, by kind and key."""
    kind, values = row["model"].partition(".")[2], {**row["fields"]}
    if kind == "pillar":
        values["position"] = values.pop("number")
        values["code"] = str(values["position"])
    elif kind == "priority":
        letter = values.pop("letter")
        values["code"] = codes.get(("pillar", values["pillar"]), "") + letter
        values["position"] = ord(letter) - ord("@")
    elif kind == "strategy":
        above = codes.get(("priority", values["priority"]), "")
        values["position"] = values.pop("number")
        values["code"] = f"{above}.{values['position']}"
    elif kind == "measure":
        del values["sort_key"]
        values["position"] = place_of_measure(values["code"])
        if values["unit_kind"] == "dollars":
            values |= IN_DOLLARS
        elif values["unit_kind"] in {"points", "percentage_points"}:
            values |= units_in_points(values)
    codes[kind, row["pk"]] = values.get("code", "")
    return {**row, "fields": values | NEW_IN_2.get(kind, {})}


def units_in_points(values: dict) -> dict:
    """What followed “points” before is said with it from now on."""
    return {
        f"{name}_{language}": f"{word} {unit}"[:80]
        for language, words in POINTS.items()
        if (unit := values.get(f"unit_{language}"))
        for name, word in zip(("unit_one", "unit"), words, strict=True)
    }


def place_of_measure(code: str) -> int:
    """As they came before: M2 before M10, related figures last."""
    kind, number, suffix = re.fullmatch(r".*-([MR])(\d+)([a-z]?)", code).groups()
    within = ord(suffix) - ord("`") if suffix else 0
    return (10_000 if kind == "R" else 0) + int(number) * 30 + within


def names_of_feeds(contents: dict) -> dict:
    """2 to 3: a plan's feed has a name of its own, which never changes."""
    rows = []
    for row in contents["snapshot"]:
        kind = row["model"].partition(".")[2]
        values = row["fields"] | NEW_IN_3.get(kind, {})
        if kind == "plan":
            feed = feed_id(values["slug"], values.get("organization_en"))
            values = values | {"feed_id": feed}
        rows.append({**row, "fields": values})
    return {**contents, "snapshot": rows}


def feed_id(slug: str, organization: str | None) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{slug} {organization or ''}"))


def nothing_new(contents: dict) -> dict:
    """
    3 to 4: notes, offices, states, reviews and lines of help; 4 to 5: which edition was
    adopted, and a license. There were none.
    """
    return contents


# By the format that each begins with.
STEPS: dict[int, Callable[[dict], dict]] = {
    1: codes_from_numbers,
    2: names_of_feeds,
    3: nothing_new,
    4: nothing_new,
}
