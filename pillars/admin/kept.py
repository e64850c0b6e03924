"""A form as it was left when it could not be saved: filled in, and not saved yet."""

from django.db import router, transaction


class NotYetSaved:
    """Mixed into a form that is only shown: however right it is, it is not to save."""

    def is_valid(self):
        super().is_valid()
        return False


class KeptTyping:
    """
    Mixed into a form's admin: it can show again what ``request.kept`` holds.

    Saving it takes the person's own press of Save, with a token of today.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if getattr(request, "kept", None) is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        # While it is a GET, so that no body is looked for afterwards.
        request.FILES.clear()
        request.method, request.POST = "POST", request.kept
        try:
            with transaction.atomic(using=router.db_for_write(self.model)):
                answer = super().changeform_view(
                    request, object_id, form_url, extra_context
                )
                # Belt and braces: whatever a form does, nothing is saved by looking.
                transaction.set_rollback(True, using=router.db_for_write(self.model))
        finally:
            request.method = "GET"
        return answer

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        why = [getattr(request, name, None) for name in ("kept", "conflict")]
        if why == [None, None]:
            return form
        return type(form)(form.__name__, (NotYetSaved, form), {})
