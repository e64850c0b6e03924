"""The public addresses without the desk, for ``/preview/``."""

from importlib import import_module

from django.conf import settings

from plan_site.web.middleware import is_desk_path

_site = import_module(settings.ROOT_URLCONF)

handler400 = _site.handler400
handler403 = _site.handler403
handler404 = _site.handler404
handler500 = _site.handler500

# Sign-in and the admin have no second address.
urlpatterns = [
    entry for entry in _site.urlpatterns if not is_desk_path(f"/{entry.pattern}")
]
