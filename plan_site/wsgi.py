"""The WSGI application: pressed pages, and Django behind them."""

import os
import sys

from django.core.wsgi import get_wsgi_application

# Seconds: so soon a page has its turn while another thread computes for the desk.
sys.setswitchinterval(0.0005)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan_site.settings")
django_application = get_wsgi_application()

from .editions.serving.application import Serving  # noqa: E402 - it needs the models

application = Serving(django_application)
application.start()
