"""
What the settings read when tests run: loaded by pytest before Django is.

Every variable is given here, so that neither the developer's shell nor the file that
``make serve`` made has a say. Only the database, and further languages as
TEST_LANGUAGES, may be chosen from outside.
"""

import os
import signal
from pathlib import Path

VAR = Path(__file__).resolve().parent.parent / "var"

# In the background of a shell it is ignored, and so by each command under test.
signal.signal(signal.SIGINT, signal.default_int_handler)

os.environ.update(
    {
        "SECRET_KEY": "only-for-tests",
        "SECRET_KEY_FALLBACKS": "",
        "PUBLIC_URL": "http://127.0.0.1:8000",
        "PLAN": "",
        "DEBUG": "0",
        "ALLOWED_HOSTS": "",
        "BEHIND_PROXY": "0",
        # What it asks of people has tests of its own: tests/accounts/test_sign_in.py.
        "SECOND_FACTOR": "0",
        "EMAIL_URL": "",
        "DEFAULT_FROM_EMAIL": "plan@plan.example.org",
        "TIME_ZONE": "America/Los_Angeles",
        "PRIVACY_THRESHOLD": "11",
        "SECOND_PERSON": "0",
        "FURTHER_LANGUAGES": os.environ.get("TEST_LANGUAGES", ""),
        # Playwright runs a loop in the thread of the test, and Django minds.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }
)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{VAR}/working-copy.sqlite3")
