"""What the fonts lack is named, and never printed as boxes."""

import logging

import pytest
import typst

from plan_site.editions.paper import letters, typesetter
from tests.helpers.makers import (
    make_help_line,
    make_pillar,
    make_plan,
    make_priority,
    make_section,
)
from tests.helpers.pdf_parts import text_of, without_blanks

ARMENIAN = "Հայերենով օգնության համար զանգահարեք (760) 555-0148։"
INSTEAD = "This text has letters that we cannot print. You can read it at"
MORE_HELP = "There is help in more languages at 127.0.0.1:8000/2022-26/1a."


@pytest.fixture
def priority(db):
    return make_priority(make_pillar(make_plan()))


def read(client, path: str = "/en/2022-26/1a.pdf") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return text_of(answer.content)


@pytest.mark.parametrize("style", ["normal", "italic"])
@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_each_font_has_each_letter_of_the_list(tmp_path, weight, style):
    text = "".join(sorted(letters.letters() - {"\n"}))
    font = f'font: "Public Sans", weight: "{weight}", style: "{style}", fallback: false'
    file = tmp_path / "letters.typ"
    file.write_text(f'#set document(title: "All")\n#set text({font})\n#sys.inputs.text')
    fonts = {"font_paths": [letters.FONTS], "ignore_system_fonts": True}

    # PDF/UA has no letter without a shape.
    made = typst.compile(
        file, sys_inputs={"text": text}, pdf_standards=["ua-1"], **fonts
    )

    assert made.startswith(b"%PDF")


@pytest.mark.parametrize("language", ["en", "es", "vi", "pl", "tr"])
def test_languages_that_the_fonts_have(language):
    assert letters.letters_we_lack(language) == ""


@pytest.mark.parametrize("language", ["hy", "ko", "zh-hans", "ar", "ru", "hi"])
def test_languages_whose_letters_the_fonts_lack(language):
    assert letters.letters_we_lack(language) != ""


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Apply 🎉 now! 👩🏽‍🏫", "Apply  now! "),
        ("✓ done", " done"),
        ("2021 → 2024", "2021 – 2024"),
        ("n\u0303 o\ufb00ice 1\u202f000 A\u2011G", "ñ office 1 000 A-G"),
        ("\u200bzero\ufeff \x07width", "zero width"),
    ],
)
def test_symbols_have_a_likeness_or_are_left_out(text, printed):
    assert letters.printable(text) == printed
    assert letters.missing(letters.printable(text)) == ""


@pytest.mark.parametrize("text", ["日本", "∮", "₿ 5", "Հայ"])
def test_letters_and_signs_with_a_meaning_are_missing(text):
    assert letters.missing(letters.printable(text)) != ""


def test_passage_that_cannot_be_printed_says_where_it_stands(client, priority, caplog):
    priority.why_en = f"First.\n\n{ARMENIAN}\n\nLast 🎉."
    priority.save()

    text = read(client)

    assert without_blanks(f"First. {INSTEAD} 127.0.0.1:8000/2022-26/1a. Last .") in text
    assert "Հայերենով" in caplog.text
    assert "no font has" in caplog.text


def test_help_whose_letters_cannot_be_printed_is_on_the_site(client, priority, caplog):
    plan = priority.pillar.plan
    make_help_line(plan, language="hy", text=ARMENIAN, position=1)
    make_help_line(plan, language="es", text="Llame al (760) 555-0149.", position=2)

    text = read(client)

    assert without_blanks("Llame al (760) 555-0149.") in text
    assert without_blanks(MORE_HELP) in text
    assert caplog.text == ""


@pytest.mark.parametrize("field", ["title", "organization", "summary", "singular_goal"])
def test_any_text_of_a_plan_may_have_other_letters(client, priority, field):
    plan = priority.pillar.plan
    setattr(plan, f"{field}_en", f"{ARMENIAN} 🎉")
    plan.save()
    make_section(plan, title_en="日本 🎉", body_en="日本")

    assert without_blanks("127.0.0.1:8000/2022-26") in read(client)
    assert without_blanks(INSTEAD) in read(client, "/en/2022-26.pdf")


def test_language_without_letters_has_no_pdf(client, priority, monkeypatch, caplog):
    monkeypatch.setattr(letters, "get_language_info", lambda _: {"name_local": "हि"})

    for path in ("2022-26.pdf", "2022-26/1a.pdf"):
        assert client.get(f"/en/{path}").status_code == 404
        assert f"No PDF at /en/{path}: no font has" in caplog.text
        assert path not in client.get("/en/2022-26/").content.decode()
    page = client.get("/2022-26/1a.pdf")["Location"]
    assert client.get(page)["Content-Type"].startswith("text/html")
    assert "1a.pdf" not in client.get(page).content.decode()


def test_process_that_ends_is_begun_anew(client, priority, caplog):
    read(client)
    typesetter.begun(typesetter.os.getpid()).kill()
    caplog.set_level(logging.CRITICAL)

    client.raise_request_exception = False

    assert client.get("/en/2022-26/1a.pdf").status_code == 500
    assert read(client)
