"""
Codes that were put together from numbers and letters become texts of their own, and
what was counted in dollars is money. Editions that were published before are read
alike: see ``plan_site.editions.document.upgrades``.
"""

import re

from django.db import migrations

KINDS = ("", "Historical")
LANGUAGES = ("en", "es")
POINTS = {"en": ("point", "points"), "es": ("punto", "puntos")}


def place(code):
    """Measures as they came before: M2 before M10, related figures last."""
    match = re.fullmatch(r"[1-9][A-Z]?-([MR])(\d+)([a-z]?)", code)
    if match is None:
        return 0
    kind, number, suffix = match.groups()
    within = ord(suffix) - ord("`") if suffix else 0
    return (10_000 if kind == "R" else 0) + int(number) * 30 + within


def units_in_points(row):
    """What followed “points” before is said with it from now on."""
    return {
        f"{name}_{language}": f"{word} {unit}"[:80]
        for language, words in POINTS.items()
        if (unit := getattr(row, f"unit_{language}"))
        for name, word in zip(("unit_one", "unit"), words, strict=True)
    }


def save(model, row, **values):
    model.objects.filter(pk=row.pk).update(**values)


def forwards(apps, schema_editor):
    def models(name):
        return [apps.get_model("pillars", kind + name) for kind in KINDS]

    def last_known(name, field):
        live, past = models(name)
        known = dict(past.objects.order_by("history_id").values_list("id", field))
        return known | dict(live.objects.values_list("pk", field))

    numbers = last_known("Pillar", "number")
    for model in models("Pillar"):
        for row in model.objects.all():
            save(model, row, code=str(row.number), position=row.number)
    for model in models("Priority"):
        for row in model.objects.all():
            code = f"{numbers.get(row.pillar_id, '')}{row.letter}"
            save(model, row, code=code, position=ord(row.letter) - ord("@"))
    codes = last_known("Priority", "code")
    for model in models("Strategy"):
        for row in model.objects.all():
            code = f"{codes.get(row.priority_id, '')}.{row.number}"
            save(model, row, code=code, position=row.number)
    for model in models("Measure"):
        for row in model.objects.all():
            save(model, row, position=place(row.code))
        signs = {f"unit_before_{language}": "$" for language in LANGUAGES}
        in_dollars = model.objects.filter(unit_kind="dollars")
        in_dollars.update(unit_kind="money", unit_before="$", **signs)
        for row in model.objects.filter(unit_kind__in=["points", "percentage_points"]):
            save(model, row, **units_in_points(row))
    for model in models("Plan"):
        model.objects.update(public_languages=[*LANGUAGES], requires_all_texts=True)


class Migration(migrations.Migration):
    dependencies = [("pillars", "0004_codes_units_and_words")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
