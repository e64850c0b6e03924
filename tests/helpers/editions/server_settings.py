"""The site's settings for processes that tests start: static files as they are kept."""

from plan_site.settings import *  # noqa: F403
from plan_site.settings import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "tests.helpers.editions.static_files.FoundFiles"},
}
ROOT_URLCONF = "tests.helpers.editions.server_urls"
