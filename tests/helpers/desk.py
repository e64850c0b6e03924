"""The editors' desk as a browser uses it: its addresses, and what a form sends back."""

from django.urls import reverse

# The names of the plan's lists, in the plan's order.
LISTS = [
    "plan",
    "plansection",
    "helpline",
    "office",
    "review",
    "pillar",
    "priority",
    "prioritynote",
    "strategy",
    "resource",
    "measure",
    "baseline",
    "target",
    "result",
    "measurenote",
    "studentgroup",
    "glossaryterm",
]


def list_of(name: str) -> str:
    """The address of a list."""
    return reverse(f"admin:pillars_{name}_changelist")


def form_of(record) -> str:
    """The address of a record's form."""
    return reverse(f"admin:pillars_{record._meta.model_name}_change", args=[record.pk])


def form_data(page) -> dict[str, str | list[str]]:
    """What a browser would send back from a form and its rows, nothing changed."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {bound.html_name: bound.value() for form in forms for bound in form}
    values["seen"] = getattr(page.wsgi_request, "seen", None)
    return {
        name: [str(one) for one in value] if isinstance(value, list) else str(value)
        for name, value in values.items()
        if value is not None and value is not False
    }


def offered(client, model: str, field: str) -> list[str]:
    """The records that the form of a new one offers to choose."""
    page = client.get(reverse(f"admin:pillars_{model}_add"))
    choices = page.context["adminform"].form.fields[field].choices
    return [str(label) for key, label in choices if key]


def with_new_row(sent: dict, prefix: str, **values) -> dict:
    """What is sent when one more row was added to a form."""
    total = int(sent[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{total}-{name}": value for name, value in values.items()}
    return {**sent, **row, f"{prefix}-TOTAL_FORMS": str(total + 1)}
