"""The pages for translating as a browser uses them: the list, the file and back."""

import io

from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from pillars.imports.translators.workbook import LABELS
from pillars.models import Priority
from tests.helpers.makers import make_priority


def make_behind() -> Priority:
    """A priority whose Spanish is behind."""
    found = make_priority(title_en="Reading", why_en="It helps.", why_es="Ayuda.")
    found.why_en = "It helps everyone."
    found.save()
    return found


def behind_since(record, field, language):
    behind = record.behind(field).get(language)
    return behind and behind.since


def address(**asked):
    return reverse("admin:pillars_plan_translations", query=asked or None)


def key_of(record, field="why", language="es"):
    return f"{record._meta.label_lower}:{record.pk}:{field}:{language}"


def listed(client, **asked):
    page = client.get(address(**asked))
    return [entry.text.key for entry in page.context["entries"]]


def sent(client, text, **typed):
    """What a browser sends from a text's box as the page shows it."""
    page = client.get(address())
    (entry,) = [e for e in page.context["entries"] if e.text.key == text]
    return {"text": text, "seen": entry.text.digest, **typed}


def elements(page, tag):
    """The elements of a page of that name; what HTML cannot hold is left out."""
    return html.fromstring(page.content.replace(b"\0", b"")).xpath(f"//{tag}")


def member(*permissions):
    user = User.objects.create_user("eva", is_staff=True, first_name="Eva")
    for name in permissions:
        user.user_permissions.add(Permission.objects.get(codename=name))
    return user


def upload_address():
    return reverse("admin:pillars_plan_translators_file")


def download(client, **asked):
    found = reverse("admin:pillars_plan_translators_file_xlsx", query=asked or None)
    return client.get(found)


def sheet_of(answer):
    return load_workbook(io.BytesIO(answer.content)).active


def rows_of(answer):
    """The rows of a file that was downloaded, by column."""
    _head, *rows = sheet_of(answer).iter_rows(values_only=True)
    return [dict(zip(LABELS, row, strict=True)) for row in rows]


def fill_in(answer, **columns):
    """The file that was downloaded, with cells of its first row filled in."""
    book = load_workbook(io.BytesIO(answer.content))
    for column, value in columns.items():
        book.active.cell(2, list(LABELS).index(column) + 1).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def fill_in_all(content, wording):
    """The file with the same new wording in each of its rows."""
    book = load_workbook(io.BytesIO(content))
    column = list(LABELS).index("wording") + 1
    for line in range(2, book.active.max_row + 1):
        book.active.cell(line, column).value = wording
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(client, content):
    return client.post(
        upload_address(), {"file": SimpleUploadedFile("t.xlsx", content)}
    )


def confirm(client, preview):
    seen = preview.context["result"].digest
    data = {"rows": preview.context["rows"], "seen": seen}
    return client.post(upload_address(), data, follow=True)


def kinds(preview):
    return [row.kind.value for row in preview.context["result"].rows]
