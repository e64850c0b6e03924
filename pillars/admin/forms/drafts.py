"""A form as it was left unsaved: filled in again, and not saved by looking at it."""

from collections.abc import Callable

from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse


class NotYetSaved:
    """Mixed into a form that is only shown: however right it is, it is not to save."""

    def is_valid(self):
        super().is_valid()
        return False


def is_only_shown(request: HttpRequest) -> bool:
    names = ("draft", "conflict")
    return any(getattr(request, name, None) is not None for name in names)


def only_shown(form: type[ModelForm]) -> type[ModelForm]:
    return type(form)(form.__name__, (NotYetSaved, form), {})


def show_draft(request: HttpRequest, view: Callable[[], HttpResponse]):
    """A form's page with the data of ``request.draft``; only Save will save it."""
    # While it is a GET, so that no body is looked for afterwards.
    request.FILES.clear()
    request.method, request.POST = "POST", request.draft.show()
    # What others saved since then is told on saving.
    request.seen = request.POST.get("seen", "")
    try:
        return view()
    finally:
        request.method = "GET"
