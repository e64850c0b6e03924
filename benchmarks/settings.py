"""The site as in production, in a folder of its own, with a desk that can be busy."""

import os
from pathlib import Path

from plan_site.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["STATIC_FOLDER"])
ROOT_URLCONF = "tests.helpers.editions.server_urls"
