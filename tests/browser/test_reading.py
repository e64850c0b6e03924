"""Reading the plan in a real browser: everyone, on any screen, without script too."""

import itertools
import time
from collections.abc import Iterator

import brotli
import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, Response, expect

from pillars.models import Plan
from tests.editions.conftest import _edition_files, _working_copy
from tests.helpers.browser import example_plan, shipped_plan
from tests.helpers.browser.server import Site

__all__ = ["_edition_files", "_working_copy"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_shelf")]

PLANS = {"shipped": shipped_plan.PAGES, "example": example_plan.PAGES}


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The site as it is served to readers."""
    site = Site().start()
    yield site
    site.end()


@pytest.fixture(scope="session")
def base_url(site) -> str:
    return site.url


@pytest.fixture
def on_the_shelf(_edition_files, site, shipped):
    """Readers get the shipped plan, from an edition's own pages."""
    (folder,) = shipped.glob("2-*")
    site.watcher.put_on_shelf(folder)


@pytest.fixture(params=PLANS)
def pages(request, on_the_shelf, site) -> dict[str, str]:
    """A page of every kind, by its kind: of the shipped plan, and of the example's."""
    if request.param == "example":
        (folder,) = request.getfixturevalue("example").glob("1-*")
        site.watcher.put_on_shelf(folder)
    return PLANS[request.param]


SCREENS = list(itertools.product(["light", "dark"], [320, 1280]))


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.rest
def test_every_kind_of_page_passes_axe(page: Page, axe, pages, language, half):
    page.emulate_media(reduced_motion="reduce")
    found = {}

    for name, path in list(pages.items())[half::2]:
        page.goto(f"/{language}/{path}")
        for scheme, width in SCREENS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            found[name, scheme, width] = axe(page)

    assert {place: lines for place, lines in found.items() if lines} == {}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.rest
def test_no_page_needs_sideways_scrolling(page: Page, pages, language):
    too_wide = []

    for name, path in pages.items():
        page.goto(f"/{language}/{path}")
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                too_wide.append((name, width))

    assert too_wide == []


@pytest.mark.rest
def test_long_words_and_numbers_fit_a_phone_with_wide_spacing(page: Page, pages):
    """The spacing of WCAG 2.2, 1.4.12."""
    page.set_viewport_size({"width": 320, "height": 800})
    too_wide = []

    for name, path in pages.items():
        page.goto(f"/es/{path}")
        page.evaluate(
            """const spacing = {
                "line-height": "1.5", "letter-spacing": ".12em", "word-spacing": ".16em"
            };
            const titles = "h1, h2, h3, main .tap, .numbers td, .help li";
            for (const one of document.querySelectorAll(titles))
                one.append(" Otorrinolaringologoelectroencefalografista 1,234,567,890");
            for (const one of document.querySelectorAll("body *"))
                for (const [name, value] of Object.entries(spacing))
                    one.style.setProperty(name, value, "important");
            """
        )
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            too_wide.append(name)

    assert too_wide == []


@pytest.mark.rest
def test_nothing_is_refused_by_the_policy_or_fetched_from_elsewhere(
    page: Page, pages, base_url
):
    asked, complaints = set(), []
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda message: complaints.append(message.text))

    for name, path in pages.items():
        if name != "not found":
            page.goto(f"/es/{path}")

    assert complaints == []
    assert [url for url in asked if not url.startswith(base_url)] == []
    assert page.context.cookies() == []


# By how much each part of the page moved after it was first shown.
SHIFTS = """() => new Promise(resolve => {
    new PerformanceObserver(list => resolve(list.getEntries().map(one => one.value)))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve([]), 200);
})"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.rest
def test_first_view_is_small_and_stays_where_it_is(browser, base_url, pages, width):
    heavy, moved = {}, {}

    for language, name in itertools.product(["en", "es"], pages):
        context = browser.new_context(
            base_url=base_url, viewport={"width": width, "height": 800}
        )
        page, responses = context.new_page(), []
        page.on("response", lambda response, into=responses: into.append(response))
        page.goto(f"/{language}/{pages[name]}")
        # What an address holds itself is not asked for.
        asked = [it for it in responses if not it.url.startswith("data:")]
        loaded = [response for response in asked if response.status != 302]
        size = sum(compressed(response) for response in loaded)
        if size > 60_000 or len(loaded) > 1 + 3:
            heavy[language, name] = size, [response.url for response in loaded]
        if shifts := page.evaluate(SHIFTS):
            moved[language, name] = shifts
        context.close()

    assert heavy == {}
    assert moved == {}


@pytest.mark.rest
def test_late_font_moves_nothing(browser, base_url, pages):
    context = browser.new_context(
        base_url=base_url, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    page.route("**/*.woff2", lambda route: (time.sleep(0.6), route.continue_()))

    page.goto(f"/es/{pages['measure without a number']}")

    assert page.evaluate(SHIFTS) == []
    context.close()


def compressed(response: Response) -> int:
    """Its bytes as a production server sends them."""
    return len(brotli.compress(response.body()))


def test_pages_are_whole_without_script(browser, base_url):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()

    page.goto("/es/2022-26/1d")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Preparación")
    expect(page.locator("[id='1d-4']")).to_be_visible()
    expect(page.locator("button[data-copy]:visible")).to_have_count(0)
    context.close()


@pytest.mark.rest
def test_link_to_a_strategy_can_be_copied(page: Page, base_url):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/en/2022-26/1d")

    page.locator("[id='1d-4'] a[data-copied]").click()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{base_url}/en/2022-26/1d-college-and-career-readiness/#1d-4"


def test_language_switch_goes_to_the_same_page(page: Page):
    page.goto("/en/2022-26/measures/1d-m2/")

    page.get_by_role("link", name="Español").click()

    expect(page).to_have_url(
        "/es/2022-26/measures/1d-m2-estudiantes-que-se-graduan-en-cuatro-anos/"
    )
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(
        "/en/2022-26/measures/1d-m2-students-who-graduate-within-four-years/"
    )


@pytest.mark.rest
def test_words_in_a_chart_are_never_small_on_a_phone(page: Page):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/es/2022-26/1d-m2")

    sizes = page.evaluate(
        """[...document.querySelectorAll("main svg text")]
            .filter(text => text.getBoundingClientRect().width)
            .map(text => parseFloat(getComputedStyle(text).fontSize)
                * text.ownerSVGElement.getBoundingClientRect().width
                / text.ownerSVGElement.viewBox.baseVal.width)"""
    )

    assert sizes
    assert min(sizes) >= 13


@pytest.mark.rest
def test_chart_and_table_show_the_same_numbers(page: Page):
    page.goto("/en/2022-26/1d-m2")

    table = page.locator("table").first.inner_text()
    labels = page.locator("main figure svg:visible text").all_text_contents()

    values = [label for label in labels if label in {"81.6%", "84.0%", "93%"}]
    assert sorted(values) == ["81.6%", "84.0%", "93%"]
    assert all(value in table for value in values)


@pytest.mark.rest
def test_links_and_buttons_can_be_hit_with_a_thumb(page: Page):
    page.set_viewport_size({"width": 390, "height": 800})
    small = []

    for path in ("2022-26/", "2022-26/1d", "2022-26/measures/"):
        page.goto(f"/es/{path}")
        small += page.evaluate(
            """[...document.querySelectorAll(
                "header a, nav a, button:not(.means), main li > a:not(.term)"
            )]
                .map(a => [a.textContent.trim(), a.getBoundingClientRect()])
                .filter(([, box]) => box.height && box.height < 43.5)
                .map(([words, box]) => `${words}: ${box.height}`)"""
        )

    assert small == []


@pytest.mark.rest
def test_priority_prints_on_one_or_two_pages(page: Page):
    page.goto("/es/2022-26/1d")

    pdf = page.pdf(format="Letter")

    assert pdf.count(b"/Type /Page\n") <= 2


@pytest.mark.rest
def test_measures_without_a_figure_of_a_group_are_folded_and_printed(page: Page, pages):
    page.goto(f"/en/{pages['student group']}")
    measures = page.locator("#no-figure + details:not([open]) li")

    expect(measures.first).not_to_be_visible()
    page.emulate_media(media="print")
    expect(measures.last).to_be_visible()


@pytest.mark.rest
def test_every_kind_of_page_prints_its_address_and_no_ways_through_the_site(
    page: Page, pages, base_url
):
    page.emulate_media(media="print")
    ways = page.locator("nav, .tell, .imprint ul, .switch, button").filter(visible=True)

    for name, path in pages.items():
        page.goto(f"/en/{path}")
        expect(ways, name).to_have_count(0)
        if name != "not found" and "/embed/" not in path:
            address = page.locator("link[rel=canonical]").get_attribute("href")
            expect(page.locator(".foot .paper"), name).to_have_text(address)
            expect(page.locator(".foot .paper"), name).to_be_visible()


# The texts that would be too pale on white paper (WCAG's contrast of 4.5 to 1).
PALE = """() => {
  const light = channel => (channel /= 255) <= .04045
    ? channel / 12.92 : ((channel + .055) / 1.055) ** 2.4;
  const pale = style => {
    const [r, g, b] = style.match(/[\\d.]+/g).map(Number).map(light);
    return 1.05 / (.2126 * r + .7152 * g + .0722 * b + .05) < 4.5;
  };
  return [...document.querySelectorAll("body *")]
    .filter(one => one.checkVisibility({visibilityProperty: true}))
    .filter(one => [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .filter(one => !one.closest(".unseen, .skip"))
    .filter(one => {
      const style = getComputedStyle(one);
      return pale(one.closest("svg") ? style.fill : style.color);
    })
    .map(one => one.outerHTML);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.rest
def test_all_that_is_printed_can_be_read_without_backgrounds(page: Page, pages, scheme):
    current = Plan(slug="2026-30", title_en="The plan of today")
    banner = render_to_string("public/site/_old_plan.html", {"current": current})
    page.emulate_media(media="print", color_scheme=scheme)
    found = {}

    for name, path in pages.items():
        page.goto(f"/en/{path}")
        page.locator("main").evaluate("(main, it) => main.outerHTML += it", banner)
        found[name] = page.evaluate(PALE)

    expect(page.locator(".banner p")).to_be_visible()
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.rest
def test_meaning_of_a_term_opens_in_place_and_closes_again(page: Page, axe, pages):
    page.goto(f"/en/{pages['priority']}")
    button = page.locator("main .means").first
    name = button.get_attribute("aria-label").split("“")[1].split("”")[0]

    button.press("Enter")
    meaning = page.get_by_role("dialog")

    expect(meaning).to_be_in_viewport()
    expect(meaning.get_by_role("button")).to_be_focused()
    assert name.lower() in meaning.inner_text().lower()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(meaning).not_to_be_visible()
    expect(button).to_be_focused()
