"""Where each test starts."""

import hypothesis
import pytest
from django.utils import translation

from plan_site.editions import scope

# The same examples on every run: a failure is never a matter of luck.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")


# Most tests read the plan as commands do; what is published has tests of its own.
scope.read_working_copy_everywhere()


@pytest.fixture(autouse=True)
def _english(settings):
    """Each test begins in English and leaves no language behind for the next one."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }
    settings.WHITENOISE_AUTOREFRESH = True
    # Signing in is not what most tests are about, and a real hash takes half a second.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with translation.override("en"):
        yield
