"""The whole site at ``/preview/``, for staff."""
