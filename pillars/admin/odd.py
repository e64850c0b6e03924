"""What a request at the desk may be that no page of ours means."""

from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse

from pillars.sent_twice import remember, saved_once


class OddRequests:
    """Mixed into a form's admin: a record is found by its key, and added once."""

    def get_object(self, request, object_id, from_field=None):
        # ``?_to_field=`` with nothing behind it would be looked up as a field's name.
        return super().get_object(request, object_id, from_field or None)

    def add_view(self, request, *args, **kwargs):
        return saved_once(super().add_view)(request, *args, **kwargs)

    def response_add(self, request, obj, post_url_continue=None):
        # Here what was added is not kept for good yet.
        remember(request, reverse(admin_urlname(self.opts, "change"), args=[obj.pk]))
        return super().response_add(request, obj, post_url_continue)
