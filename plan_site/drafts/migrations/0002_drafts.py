"""The names of today, on the table of before; drafts of open forms."""

from django.conf import settings
from django.db import migrations, models


def name_in_address(apps, schema_editor):
    """An address says by itself which draft it shows."""
    drafts = apps.get_model("kept", "Draft").objects.all()
    for draft in drafts.exclude(address__contains="_draft="):
        mark = "&" if "?" in draft.address else "?"
        draft.address += f"{mark}_draft={draft.pk}"
        draft.save()


def rename_permissions(apps, schema_editor, old="keptform", new="draft"):
    """Groups that had them keep them."""
    for permission in apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="kept"
    ):
        permission.codename = permission.codename.replace(old, new)
        permission.save()


def restore_permissions(apps, schema_editor):
    rename_permissions(apps, schema_editor, old="draft", new="keptform")


class Migration(migrations.Migration):
    dependencies = [
        ("kept", "0001_kept_forms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelTable("keptform", "kept_keptform"),
        migrations.RenameModel("KeptForm", "Draft"),
        migrations.AlterField(
            "draft", "kept_at", models.DateTimeField(db_column="kept_at")
        ),
        migrations.RenameField("draft", "kept_at", "saved_at"),
        migrations.AlterField("draft", "path", models.TextField(db_column="path")),
        migrations.RenameField("draft", "path", "address"),
        migrations.AlterField("draft", "typed", models.TextField(db_column="typed")),
        migrations.RenameField("draft", "typed", "form_data"),
        migrations.AlterField(
            "draft", "why", models.CharField(db_column="why", max_length=20)
        ),
        migrations.RenameField("draft", "why", "reason"),
        migrations.AlterField(
            "draft",
            "reason",
            models.CharField(
                choices=[
                    ("signed_out", "You were signed out, so nothing was saved."),
                    (
                        "stale",
                        "You signed in again while this form was open, so nothing was saved.",
                    ),
                    ("left", "This form was closed before you saved it."),
                ],
                db_column="why",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            "draft",
            "browser",
            models.CharField(blank=True, db_index=True, max_length=64),
        ),
        migrations.AlterModelOptions(
            "draft",
            {
                "ordering": ["-saved_at"],
                "verbose_name": "form that was not saved",
                "verbose_name_plural": "forms that were not saved",
            },
        ),
        migrations.RunPython(name_in_address, migrations.RunPython.noop),
        migrations.RunPython(rename_permissions, restore_permissions),
    ]
