"""The groups of people at the desk, each with its permissions."""

from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations

PLAN = (
    *("plan", "plansection", "studentgroup", "glossaryterm"),
    *("pillar", "priority", "strategy", "resource"),
    *("measure", "baseline", "target", "result"),
)
WRITE = ("add", "change", "delete")
VIEW = [*(f"pillars.view_{name}" for name in PLAN), "editions.view_edition"]
RESULTS = [f"pillars.{act}_result" for act in WRITE]
ALL = [f"pillars.{act}_{name}" for act in WRITE for name in PLAN]
PUBLISH = ["editions.publish"]
PEOPLE = [
    *(f"auth.{act}_user" for act in ("view", *WRITE)),
    *(f"pillars.{act}_account" for act in ("view", *WRITE)),
    "auth.view_group",
    *("editions.view_redaction", "editions.add_redaction"),
]
GROUPS = {
    "Translator": [*VIEW, "pillars.write_texts"],
    "Data steward": [*VIEW, *RESULTS],
    "Pillar editor": [*VIEW, "pillars.change_own_pillars"],
    "Editor": [*VIEW, *ALL],
    "Publisher": [*VIEW, *ALL, *PUBLISH],
    "Administrator": [*VIEW, *ALL, *PUBLISH, *PEOPLE],
}


def make(apps, schema_editor):
    alias = schema_editor.connection.alias
    if alias == "default":
        make_permissions(apps, alias)
        make_groups(apps, alias)


def make_groups(apps, alias):
    """Make the groups that are not there yet, and give each what it may do."""
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in permissions.select_related("content_type")
    }
    groups = apps.get_model("auth", "Group").objects.using(alias)
    for name, names in GROUPS.items():
        group, _made = groups.get_or_create(name=name)
        group.permissions.add(*(known[each] for each in names))


def make_permissions(apps, alias):
    """Make the permissions now: Django itself does so only after all migrations."""
    for label in ("auth", "pillars", "editions"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, verbosity=0, using=alias, apps=apps)
        config.models_module = None


def unmake(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(
        schema_editor.connection.alias
    )
    groups.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("pillars", "0003_rights_of_accounts"),
        ("editions", "0001_initial"),
    ]

    operations = [migrations.RunPython(make, unmake)]
