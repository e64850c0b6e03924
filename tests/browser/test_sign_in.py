"""Signing in in a real browser: a phone is set up, then asked for, or a code."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests.helpers.sign_in import PASSWORD, code_of, make_editor

PLANS = "/admin/pillars/plan/"
WORDS = {
    "en": {
        "name": "User name or e-mail address",
        "password": "Password",
        "sign in": "Sign in",
        "six digits": "The six digits that the app shows",
        "go on": "Continue",
        "codes": "Your recovery codes",
        "have them": "I have them: continue",
        "code": "Code",
    },
    "es": {
        "name": "Nombre de usuario o correo electrónico",
        "password": "Contraseña",
        "sign in": "Iniciar sesión",
        "six digits": "Los seis dígitos que muestra la aplicación",
        "go on": "Continuar",
        "codes": "Sus códigos de recuperación",
        "have them": "Ya los tengo: continuar",
        "code": "Código",
    },
}


@pytest.fixture(autouse=True)
def eva(transactional_db, settings):
    settings.SECOND_FACTOR = True
    yield make_editor(is_superuser=True)
    cache.clear()


@pytest.fixture(params=["en", pytest.param("es", marks=pytest.mark.rest)])
def words(request) -> dict[str, str]:
    """What the pages say in the language of a browser."""
    return WORDS[request.param]


@pytest.fixture
def browser_context_args(browser_context_args, words):
    locale = next(code for code, said in WORDS.items() if said is words)
    return {**browser_context_args, "locale": locale}


def type_password(page: Page, words: dict):
    page.get_by_label(words["name"]).fill("eva")
    page.get_by_label(words["password"]).fill(PASSWORD)
    page.get_by_role("button", name=words["sign in"], exact=True).click()


def look(page: Page, axe) -> list[str]:
    """What is wrong with a page, light and dark, on a phone and on a screen."""
    found = []
    for scheme, width in [("light", 1280), ("dark", 390)]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        found += axe(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"wider than {width}")
    return found


def test_phone_is_set_up_and_asked_for_or_a_recovery_code(page: Page, words, axe):
    found = {}
    page.goto(PLANS)
    found["password"] = look(page, axe)
    type_password(page, words)

    secret = page.locator(".si-key").inner_text()
    found["phone"] = look(page, axe)
    page.get_by_label(words["six digits"]).fill(code_of(secret))
    page.get_by_role("button", name=words["go on"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words["codes"])
    found["codes"] = look(page, axe)
    kept = page.locator(".si-codes code").first.inner_text()
    page.get_by_role("link", name=words["have them"]).click()
    expect(page).to_have_url(PLANS)

    # The code that set the phone up has had its turn: the next one counts already.
    for number, code in enumerate([code_of(secret, 1), kept]):
        # What a page still asks for would bring cookies of its own.
        page.wait_for_load_state("networkidle")
        page.context.clear_cookies()
        page.goto(PLANS)
        type_password(page, words)
        found["code", number] = look(page, axe)
        page.get_by_label(words["code"]).fill(code)
        page.get_by_role("button", name=words["sign in"], exact=True).click()
        expect(page).to_have_url(PLANS)

    page.goto("/admin/accounts/")
    found["account"] = look(page, axe)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
