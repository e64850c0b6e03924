"""Who writes the plan writes its offices, notes, reviews and lines of help, too."""

from importlib import import_module

from django.db import migrations

first = import_module("plan_site.accounts.migrations.0001_groups")
NEW = ("office", "review", "helpline", "prioritynote", "measurenote")
WRITERS = ("Editor", "Publisher", "Administrator")


def give(apps, schema_editor):
    alias = schema_editor.connection.alias
    if alias == "default":
        first.make_permissions(apps, alias)
        give_rights(apps, alias)


def give_rights(apps, alias):
    """To those of the site's groups that are there."""
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    groups = apps.get_model("auth", "Group").objects.using(alias)
    for group in groups.filter(name__in=first.GROUPS):
        acts = ("view", *first.WRITE) if group.name in WRITERS else ("view",)
        names = [f"{act}_{name}" for act in acts for name in NEW]
        found = permissions.filter(
            content_type__app_label="pillars", codename__in=names
        )
        group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_groups"),
        ("pillars", "0009_offices_notes_stages_and_reviews"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
