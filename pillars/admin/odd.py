"""What an address at the desk may say that no page of ours ever does."""


class OddAddresses:
    """Mixed into a form's admin: a record is found by its key, if by no field."""

    def get_object(self, request, object_id, from_field=None):
        # ``?_to_field=`` with nothing behind it would be looked up as a field's name.
        return super().get_object(request, object_id, from_field or None)
