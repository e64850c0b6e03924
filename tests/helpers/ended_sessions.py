"""An editor's browser at the desk whose session ends, or whose token goes stale."""

from urllib.parse import parse_qs, urlsplit

from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from tests.helpers.desk import form_data

HERE = {"Origin": "http://testserver"}
ELSEWHERE = {"Origin": "https://evil.example"}


def editor(name: str = "ana") -> User:
    return User.objects.create_superuser(name)


def browser_of(user: User) -> Client:
    """A browser that somebody is signed in with; it checks tokens as real ones are."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def token_in(page) -> str:
    """The token that a page's forms send."""
    return str(page.context["csrf_token"])


def filled_form(page, **values) -> dict[str, str]:
    """A form as its browser sends it, some of it typed anew."""
    key = page.wsgi_request.form_key
    own = {"csrfmiddlewaretoken": token_in(page), "_draft": str(key), "_save": ""}
    return {**form_data(page), **own, **values}


def end_session() -> None:
    """Everybody is signed out, as by time or from another machine."""
    Session.objects.all().delete()


def sign_in_and_return(client: Client, user: User, answer):
    """Follow an answer to the sign-in page, sign in, and go where it leads then."""
    sign_in = urlsplit(answer["Location"])
    assert sign_in.path == "/admin/login/"
    client.get(answer["Location"], follow=True)
    client.force_login(user)
    return client.get(parse_qs(sign_in.query)["next"][0], follow=True)
