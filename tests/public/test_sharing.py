"""The *Share* block: links, sentences to paste, QR codes that lead to the page."""

import io
import re
from html import unescape

import pytest
import typst
import zxingcpp
from PIL import Image

from pillars.public.sharing import qr_paths
from tests.helpers.makers import make_measure, make_pillar, make_plan, make_priority

pytestmark = pytest.mark.django_db


@pytest.fixture
def priority():
    plan = make_plan(short_title_en="Our Plan", short_title_es="Nuestro plan")
    return make_priority(
        make_pillar(plan), title_en="Arts & Music", title_es="Artes y música"
    )


def read_code(picture: bytes):
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return found


def drawn(svg: bytes) -> bytes:
    """As a picture, as a printer draws it."""
    typst_page = b"#set page(width: auto, height: auto)\n#image(bytes(sys.inputs.svg))"
    return typst.compile(typst_page, format="png", sys_inputs={"svg": svg.decode()})


def test_qr_codes_lead_to_the_short_link_of_what_they_stand_for(client, settings):
    measure = make_measure(code="1A-M2")

    for record in (measure, measure.priority, measure.pillar):
        files = {kind: client.get(path) for kind, path in qr_paths(record).items()}

        pictures = [files["png"].content, drawn(files["svg"].content)]
        short = f"{settings.PUBLIC_URL}/2022-26/{record.segment}"
        assert [read_code(one).text for one in pictures] == [short, short]
        assert {read_code(one).ec_level for one in pictures} == {"M"}


def test_qr_code_has_a_quiet_zone_and_is_large_enough_for_print(client, priority):
    file = client.get(qr_paths(priority)["png"])
    picture = Image.open(io.BytesIO(file.content)).convert("L")
    left, top, right, bottom = picture.point(lambda dot: 255 - dot).getbbox()

    # The finder in the corner is seven modules wide.
    module = next(x for x in range(left, right) if picture.getpixel((x, top))) - left
    module /= 7
    edges = [left, top, picture.width - right, picture.height - bottom]
    assert [edge / module for edge in edges] == [4, 4, 4, 4]
    # Dots for two inches and more of print.
    assert picture.width >= 600
    assert file["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    "path",
    [
        "/2022-26/qr/1a-0123456789abcdef.svg",
        "/2022-26/qr/1a.svg",
        "/2022-26/qr/2x-0123456789abcdef.png",
        "/2022-26/qr/1a-0123456789abcdef.exe",
        "/2016-20/qr/1a-0123456789abcdef.svg",
    ],
)
def test_qr_code_that_no_page_has_is_not_found(client, priority, path):
    assert client.get(path).status_code == 404


def test_qr_code_is_named_anew_when_its_address_is_another_one(priority, settings):
    before = qr_paths(priority)
    assert re.fullmatch(r"/2022-26/qr/1a-[0-9a-f]{16}\.svg", before["svg"])

    settings.PUBLIC_URL = "https://elsewhere.example.org"

    assert not {*before.values()} & {*qr_paths(priority).values()}


def share_block(client, path: str) -> str:
    page = client.get(path, follow=True).content.decode()
    return page[page.index('<section class="share') :]


@pytest.mark.parametrize("language", ["en", "es"])
def test_share_block_has_the_links_and_sentences_of_each_language(
    client, settings, priority, language
):
    block = share_block(client, priority.get_absolute_url_in(language))
    copied = [unescape(text) for text in re.findall(r'data-copy="([^"]*)"', block)]

    site = settings.PUBLIC_URL
    assert copied[0] == f"{site}/2022-26/1a"
    assert copied[1:3] == [
        f"Priority 1A: Arts & Music (Our Plan). See what is planned and how it is"
        f" going: {site}/en/2022-26/1a",
        f"Prioridad 1A: Artes y música (Nuestro plan). Vea qué está previsto y cómo"
        f" va: {site}/es/2022-26/1a",
    ]
    # Without script all of it can be read, and the pictures are links.
    readable = unescape(re.sub(r"<[^>]*>", "", block))
    assert all(text in readable for text in copied[1:])
    assert all(
        f'href="{path}" download' in block for path in qr_paths(priority).values()
    )


def test_sentence_says_which_words_are_of_another_language(client):
    priority = make_priority(title_en="Reading", title_es="")

    block = share_block(client, priority.get_absolute_url_in("es"))

    assert 'Prioridad 1A: <span lang="en">Reading</span> (' in block


def test_code_to_paste_shows_the_card_in_the_language_of_the_page(
    client, settings, priority
):
    block = share_block(client, priority.get_absolute_url_in("es"))

    (code,) = re.findall(r'<code class="snippet">(.*?)</code>', block)
    assert unescape(code).startswith(
        f'<iframe src="{settings.PUBLIC_URL}/es/2022-26/embed/1a/"'
        ' title="1A Artes y música" lang="es"'
    )
    assert 'href="/es/2022-26/embed/1a/"' in block


def test_no_card_is_offered_where_no_site_may_show_it(client, settings, priority):
    settings.EMBED_ON = "'none'"

    assert "embed" not in share_block(client, priority.get_absolute_url_in("en"))
