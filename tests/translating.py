"""The pages for translating as a browser uses them: the list, the file and back."""

from django.contrib.auth.models import Permission, User
from django.urls import reverse
from lxml import html

from pillars.models import Priority
from tests.makers import make_priority


def make_behind() -> Priority:
    """A priority whose Spanish is behind."""
    found = make_priority(title_en="Reading", why_en="It helps.", why_es="Ayuda.")
    found.why_en = "It helps everyone."
    found.save()
    return found


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
