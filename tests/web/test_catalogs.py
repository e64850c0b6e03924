"""The catalogs say everything, nothing else, and the same."""

import ast
import re
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.conf import settings

from plan_site.web.catalogs import (
    KEYWORDS,
    ROOT,
    extract_template,
    project_texts,
    untranslated,
    updated_catalog,
)

OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
translated = pytest.mark.parametrize("catalog", OTHERS, indirect=True)


@pytest.fixture(scope="module")
def catalog(request):
    """A language's catalog as it would be written today."""
    return updated_catalog(request.param)


def texts_in(source, method="python"):
    found = extract(method, BytesIO(source.encode()), KEYWORDS)
    return [(text, context) for _line, text, _comments, context in found]


def placeholders(text):
    return sorted(re.findall(r"%\(\w+\)\w|%%|%\w|{\w*}", text))


@translated
def test_catalog_is_complete_and_holds_nothing_that_is_not_used(catalog):
    assert untranslated(catalog) == []
    assert list(catalog.obsolete) == []


def test_text_without_a_confirmed_translation_in_every_form_is_missing():
    catalog = Catalog("es")
    catalog.add("one", "uno")
    catalog.add("two", "")
    catalog.add("three", "tres", flags=["fuzzy"])
    catalog.add(("day", "days"), ("día", ""))

    assert [message.id for message in untranslated(catalog)] == [
        *("two", "three"),
        ("day", "days"),
    ]


@translated
def test_translations_keep_the_placeholders(catalog):
    for entry in catalog:
        plural = entry.pluralizable
        texts = entry.string if plural else [entry.string]
        allowed = [placeholders(text) for text in (entry.id if plural else [entry.id])]
        odd = [text for text in texts if entry.id and placeholders(text) not in allowed]

        assert odd == []


@pytest.mark.parametrize(
    "file", ["locale/es/LC_MESSAGES/django.po", *ROOT.glob("fixtures/*.json")]
)
def test_spanish_is_that_of_the_united_states(file):
    # Its quotes; one word for a starting point and for a plan; rates, not indexes.
    other = "(?i)[«»]|valor(?:es)? inicial|plan vigente|índice de (?:grad|susp)"

    assert re.findall(other, (ROOT / file).read_text()) == []


def test_texts_of_a_module_are_found():
    source = """
from django.utils import translation
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
_("one")
ngettext("%(n)s year", "%(n)s years", 3)
pgettext_lazy("verb", "close")
translation.gettext("two" " parts")
_(variable)
"""

    assert texts_in(source) == [
        ("one", None),
        (("%(n)s year", "%(n)s years"), None),
        ("close", "verb"),
        ("two parts", None),
    ]


@pytest.mark.parametrize(
    ("source", "text", "context"),
    [
        ('{% translate "Don\'t" %}', "Don't", None),
        ('{% translate "90 %" as share %}', "90 %%", None),
        (
            '{% translate "close" context "verb" %}',
            "close",
            "verb",
        ),
        ('{% if a == _("yes") %}{% endif %}', "yes", None),
        ('{{ a|default:_("none") }}', "none", None),
        ('{% include "x.html" with a=_("all") only %}', "all", None),
        (
            "{% blocktranslate trimmed %}\n  In {{ year }}\n  90 %\n"
            "{% endblocktranslate %}",
            "In %(year)s 90 %%",
            None,
        ),
        (
            "{% for a in b %}{% blocktranslate count n=b.n %}one{% plural %}"
            "{{ n }} of them{% endblocktranslate %}{% endfor %}",
            ("one", "%(n)s of them"),
            None,
        ),
    ],
)
def test_texts_of_a_template_are_found_as_django_asks_for_them(source, text, context):
    found = texts_in("{% load i18n %}" + source, extract_template)

    assert found == [(text, context)]


def test_variables_are_no_texts():
    assert texts_in("{% translate title %}{{ a }}", extract_template) == []


def test_project_has_its_texts_from_modules_and_templates():
    catalog = project_texts()

    assert ("templates/base.html", None) in catalog["Skip to main content"].locations
    assert ("plan_site/settings.py", None) in catalog["Spanish"].locations


def test_no_text_of_ours_is_inside_an_f_string_where_it_is_not_found():
    offenders = [
        f"{path}:{node.lineno}"
        for package in ("pillars", "plan_site")
        for path in (ROOT / package).rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text()))
        if isinstance(string, ast.JoinedStr)
        for node in ast.walk(string)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in KEYWORDS
        and isinstance(node.args[0], ast.Constant)
    ]

    assert offenders == []
