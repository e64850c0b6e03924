"""What is typed is not lost when the session has ended or a token is stale."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.middleware.csrf import rotate_token
from django.test import Client, RequestFactory
from django.urls import reverse

from pillars.models import Priority, Strategy
from plan_site.drafts.models import Draft
from tests.admin.test_forms import stored
from tests.helpers.desk import form_data, form_of, with_new_row
from tests.helpers.ended_sessions import (
    HERE,
    browser_of,
    editor,
    end_session,
    filled_form,
    sign_in_and_return,
    token_in,
)
from tests.helpers.makers import (
    make_measure,
    make_note,
    make_pillar,
    make_priority,
    make_strategy,
)
from tests.helpers.plan_files import as_json, example_file
from tests.helpers.translation_pages import (
    download,
    fill_in,
    make_behind,
    upload_address,
)

pytestmark = pytest.mark.django_db

SIGNED_OUT = (
    "You were signed out, so nothing was saved. This is what you typed: check it"
    " and save it."
)


def said_on(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


@pytest.fixture
def ana():
    return editor()


@pytest.fixture
def window(ana) -> Client:
    return browser_of(ana)


def test_form_sent_after_the_session_ended_is_there_again_and_can_be_saved(window, ana):
    priority = make_priority()
    make_strategy(priority)
    sent = filled_form(
        window.get(form_of(priority)),
        title_en="Calm schools",
        title_es="Escuelas tranquilas",
    )
    sent["strategies-0-text_es"] = "Otra cosa"
    row = {"text_en": "New.", "text_es": "Nueva.", "code": "1A.2", "level": "both"}
    sent = with_new_row(sent, "strategies", **row)
    before = stored()
    end_session()

    answer = window.post(form_of(priority), sent, headers=HERE)
    page = sign_in_and_return(window, ana, answer)

    assert said_on(page) == [SIGNED_OUT]
    shown = form_data(page)
    assert {name: shown.get(name, "") for name in sent if name in shown} == {
        name: value for name, value in sent.items() if name in shown
    }
    assert shown["strategies-1-text_es"] == "Nueva."
    assert stored() == before
    address = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    window.post(address, {**shown, "csrfmiddlewaretoken": token_in(page)})
    saved = Priority.objects.get()
    assert (saved.title_en, saved.title_es) == ("Calm schools", "Escuelas tranquilas")
    texts = Strategy.objects.order_by("code").values_list("text_es", flat=True)
    assert list(texts) == ["Otra cosa", "Nueva."]
    assert not Draft.objects.exists()


def test_page_after_a_lost_session_says_that_the_typing_is_stored(window):
    priority = make_priority()
    sent = filled_form(window.get(form_of(priority)), title_es="Otra")
    end_session()

    page = window.post(form_of(priority), sent, headers=HERE, follow=True)

    words = "What you typed is stored. Sign in again, and you get your form back."
    assert words in page.content.decode()


def test_form_with_a_stale_token_is_there_again_and_saved_by_its_own_press(window):
    priority = make_priority()
    page = window.get(form_of(priority))
    sent = filled_form(page, title_es="Escuelas tranquilas")
    # Signing in again in another tab gives the window another token.
    request = RequestFactory().get("/")
    rotate_token(request)
    window.cookies["csrftoken"] = request.META["CSRF_COOKIE"]

    page = window.post(form_of(priority), sent, headers=HERE, follow=True)

    assert "You signed in again while this form was open" in said_on(page)[0]
    assert form_data(page)["title_es"] == "Escuelas tranquilas"
    assert Priority.objects.get().title_es != "Escuelas tranquilas"
    again = {**form_data(page), "csrfmiddlewaretoken": token_in(page)}
    window.post(page.redirect_chain[-1][0], again)
    assert Priority.objects.get().title_es == "Escuelas tranquilas"


def test_form_for_a_new_record_is_there_again(window, ana):
    pillar = make_pillar()
    address = reverse("admin:pillars_priority_add")
    sent = filled_form(window.get(address), pillar=pillar.pk, title_es="Nueva")
    end_session()

    answer = window.post(address, sent, headers=HERE)
    page = sign_in_and_return(window, ana, answer)

    assert form_data(page)["title_es"] == "Nueva"
    assert form_data(page)["pillar"] == str(pillar.pk)
    assert not Priority.objects.exists()


def test_browser_that_forgot_everything_still_gets_its_form_back(window, ana):
    priority = make_priority()
    sent = filled_form(window.get(form_of(priority)), title_es="Otra")
    window.cookies.clear()

    answer = window.post(form_of(priority), sent, headers=HERE)
    page = sign_in_and_return(window, ana, answer)

    assert form_data(page)["title_es"] == "Otra"


def test_opening_a_draft_saves_nothing_however_right_it_is(window, ana):
    priority = make_priority()
    sent = filled_form(window.get(form_of(priority)), title_es="Otra")
    end_session()
    answer = window.post(form_of(priority), sent, headers=HERE)
    page = sign_in_and_return(window, ana, answer)
    before = stored()

    for _time in range(2):
        window.get(page.redirect_chain[-1][0])

    assert stored() == before
    assert Draft.objects.count() == 1


def test_somebody_else_who_signs_in_is_not_shown_it_and_its_owner_is(window, ana):
    priority = make_priority()
    sent = filled_form(window.get(form_of(priority)), title_es="Secreta")
    end_session()
    answer = window.post(form_of(priority), sent, headers=HERE)

    page = sign_in_and_return(window, editor("bob"), answer)
    direct = window.get(form_of(priority), {"_draft": Draft.objects.get().pk})

    assert page.status_code == 404
    assert "Nothing is stored here for you." in page.content.decode()
    assert form_data(direct)["title_es"] != "Secreta"
    assert form_data(sign_in_and_return(window, ana, answer))["title_es"] == "Secreta"


def test_another_browser_is_not_shown_it(window, ana):
    priority = make_priority()
    sent = filled_form(window.get(form_of(priority)), title_es="Secreta")
    end_session()
    window.post(form_of(priority), sent, headers=HERE)

    page = browser_of(ana).get(reverse("drafts:one", args=[Draft.objects.get().pk]))

    assert page.status_code == 404


def test_file_is_not_stored_and_the_page_says_so(window, ana):
    address = reverse("admin:pillars_result_in_bulk")
    plan = make_pillar().plan
    page = window.get(address)
    end_session()

    answer = window.post(
        address,
        {
            "csrfmiddlewaretoken": token_in(page),
            "plan": plan.pk,
            "file": SimpleUploadedFile("results.csv", b"measure"),
        },
        headers=HERE,
    )
    page = sign_in_and_return(window, ana, answer)

    assert "Files cannot be stored: choose them again." in said_on(page)[0]
    assert page.context["chosen"] == plan


def results_file():
    plan = make_measure(make_priority(), code="1A-M1").pillar.plan
    rows = b"code,school_year,state,value\n1A-M1,2024,reported,53\n"
    return reverse("admin:pillars_result_in_bulk"), rows, {"plan": plan.pk}


def plan_file():
    return reverse("admin:pillars_plan_from_file"), as_json(example_file()), {}


def texts_file():
    make_behind()
    client = browser_of(editor("translator"))
    content = fill_in(download(client), wording="Ayuda a todos.")
    return upload_address(), content, {}


@pytest.mark.parametrize("make", [results_file, plan_file, texts_file])
def test_file_that_was_looked_at_is_there_again_and_can_be_saved(window, ana, make):
    address, content, sent = make()
    sent = {**sent, "csrfmiddlewaretoken": token_in(window.get(address))}
    file = SimpleUploadedFile("file", content)
    page = window.post(address, {**sent, "file": file}, headers=HERE)
    seen = page.context["result"].digest
    sent |= {"rows": page.context["rows"], "seen": seen}
    end_session()

    answer = window.post(address, sent, headers=HERE)
    page = sign_in_and_return(window, ana, answer)

    assert page.context["result"].digest == seen
    sent |= {"csrfmiddlewaretoken": token_in(page), "rows": page.context["rows"]}
    assert window.post(address, sent, headers=HERE).status_code == 302


def test_record_that_is_gone_leaves_the_words(window, ana):
    priority = make_priority()
    make_note(priority, why_en="Snow days.")
    sent = filled_form(window.get(form_of(priority)), why_es="Muchas palabras.")
    end_session()
    answer = window.post(form_of(priority), sent, headers=HERE)
    priority.delete()

    page = sign_in_and_return(window, ana, answer).content.decode()

    assert "The form itself cannot be shown again" in page
    assert "Muchas palabras." in page
    assert "<dt>Why this matters (Spanish)</dt> <dd>Muchas palabras.</dd>" in page
    assert "<dt>Why (English)</dt> <dd>Snow days.</dd>" in page


def test_start_page_reminds_and_what_is_not_wanted_is_discarded(window, ana):
    priority = make_priority()
    sent = filled_form(window.get(form_of(priority)), title_es="Otra")
    end_session()
    window.post(form_of(priority), sent, headers=HERE)
    window.force_login(ana)

    start = window.get(reverse("admin:index"))
    page = window.get(reverse("drafts:all"))
    away = reverse("drafts:away", args=[Draft.objects.get().pk])
    window.post(away, {"csrfmiddlewaretoken": token_in(page)})

    assert "1 form that you filled in was not saved." in said_on(start)[-1]
    assert f"Priority: {priority}" in page.content.decode()
    assert not Draft.objects.exists()


def test_draft_is_shown_at_its_own_address_only(window, ana):
    first, second = make_priority(), make_priority()
    sent = filled_form(window.get(form_of(first)), title_es="Otra")
    end_session()
    window.post(form_of(first), sent, headers=HERE)
    window.force_login(ana)

    page = window.get(form_of(second), {"_draft": Draft.objects.get().pk})

    assert form_data(page)["title_es"] == second.title_es
    assert window.get(form_of(second), {"_draft": "nonsense"}).status_code == 200
