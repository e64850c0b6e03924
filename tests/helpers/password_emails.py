"""Letters with a link to choose a password, and a mail server that takes them."""

import re
import socket
import threading

import pytest
from django.test import Client

from plan_site.accounts.emails import THREAD

FORGOTTEN = "/admin/accounts/password/forgotten/"
NEW = "my-very-own-words"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/admin/accounts/password/new/[\w-]+/)")


@pytest.fixture
def mail_server(settings):
    """The site has a mail server; what it would send lies in ``mail.outbox``."""
    settings.MAIL_SERVER = {"EMAIL_HOST": "mail.example.org"}


@pytest.fixture
def dead_mail_server(mail_server, settings):
    """The site has a mail server that does not answer."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        yield


@pytest.fixture
def silent_mail_server(mail_server, settings):
    """The site has a mail server that says nothing until this is called."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        yield server.close
    wait_for_emails()


def wait_for_emails() -> None:
    """Wait until all letters are sent that nobody else waits for."""
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join()


def forget(client: Client, email: str, **more):
    """Ask for a new password, and wait until the letter is out."""
    answer = client.post(FORGOTTEN, {"email": email}, **more)
    wait_for_emails()
    return answer


def link_in(text: str) -> str:
    """The path of the link in a letter or on a page."""
    return LINK.search(text)[1]


def choose_password(link: str, client: Client | None = None, password: str = NEW):
    """Open a link and choose a password on its page."""
    client = client or Client()
    opened = client.get(link, follow=True)
    form = opened.redirect_chain[-1][0]
    return client.post(form, {"password1": password, "password2": password})
