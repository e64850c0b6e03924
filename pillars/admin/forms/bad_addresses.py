"""What a request at the desk may be that no page of ours means."""

from decimal import Decimal

from django import forms
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import NoReverseMatch, reverse

from pillars.desk.sent_twice import remember, saved_once


class NumberField(forms.DecimalField):
    """A number as people write it: 86, not 86.0000."""

    def prepare_value(self, value):
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value

    def to_python(self, value):
        number = super().to_python(value)
        if number is not None:
            # Before anything compares it, which a signaling NaN does not bear.
            self.validate(number)
        return number


class OddRequests:
    """Mixed into a form's admin: a record is found by its key, and added once."""

    def get_object(self, request, object_id, from_field=None):
        # ``?_to_field=`` with nothing behind it would be looked up as a field's name.
        return super().get_object(request, object_id, from_field or None)

    def get_view_on_site_url(self, obj=None):
        try:
            return super().get_view_on_site_url(obj)
        except NoReverseMatch:  # The form shows a code once more that was refused.
            return None

    def add_view(self, request, *args, **kwargs):
        return saved_once(super().add_view)(request, *args, **kwargs)

    def response_add(self, request, obj, post_url_continue=None):
        # Here what was added is not kept for good yet.
        remember(request, reverse(admin_urlname(self.opts, "change"), args=[obj.pk]))
        return super().response_add(request, obj, post_url_continue)
