"""The site as a WSGI application: the shelf, and Django behind it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan_site.settings")


def application_with_watcher():
    """The application, serving what lies on disk and following what is published."""
    django = get_wsgi_application()
    from .editions.serving.application import Serving  # noqa: PLC0415 - Django is up now

    serving = Serving(django)
    serving.start()
    return serving


application = application_with_watcher()
