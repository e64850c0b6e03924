"""The catalogues say everything, nothing else, and the same."""

import re

import pytest
from django.conf import settings

from plan_site import catalogues
from plan_site.texts import (
    Message,
    files_by_message,
    messages_in_module,
    messages_in_template,
    project_occurrences,
)

OTHERS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
translated = pytest.mark.parametrize("language", OTHERS)


def placeholders(text):
    return sorted(re.findall(r"%\(\w+\)\w|%%|%\w|{\w*}", text))


@translated
def test_catalogue_is_complete(language):
    assert catalogues.missing(language) == []


@translated
def test_catalogue_holds_nothing_that_is_not_used(language):
    assert catalogues.unused(language) == []


@translated
def test_translations_keep_the_placeholders(language):
    for entry in catalogues.entries(language).values():
        texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        allowed = [placeholders(entry.msgid), placeholders(entry.msgid_plural)]
        odd = [text for text in texts if text and placeholders(text) not in allowed]

        assert odd == []


@translated
def test_plurals_have_all_their_forms(language):
    for entry in catalogues.entries(language).values():
        if entry.msgid_plural:
            assert sorted(entry.msgstr_plural) == [0, 1]
            assert all(entry.msgstr_plural.values())


def test_messages_of_a_module_are_found_under_any_name():
    source = """
from django.utils import translation
from django.utils.translation import gettext as say, ngettext, pgettext_lazy as _p
say("one")
ngettext("%(n)s year", "%(n)s years", 3)
_p("verb", "close")
translation.gettext("two" " parts")
say(variable)
_("not ours")
"""

    assert list(messages_in_module(source)) == [
        Message(None, "one", None),
        Message(None, "%(n)s year", "%(n)s years"),
        Message("verb", "close", None),
        Message(None, "two parts", None),
    ]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{% translate "Don\'t" %}', Message(None, "Don't", None)),
        ('{% translate "90 %" as share %}', Message(None, "90 %%", None)),
        (
            '{% translate "close" context "verb" %}',
            Message("verb", "close", None),
        ),
        ('{% if a == _("yes") %}{% endif %}', Message(None, "yes", None)),
        ('{{ a|default:_("none") }}', Message(None, "none", None)),
        ('{% include "x.html" with a=_("all") only %}', Message(None, "all", None)),
        (
            "{% blocktranslate trimmed %}\n  In {{ year }}\n  90 %\n"
            "{% endblocktranslate %}",
            Message(None, "In %(year)s 90 %%", None),
        ),
        (
            "{% for a in b %}{% blocktranslate count n=b.n %}one{% plural %}"
            "{{ n }} of them{% endblocktranslate %}{% endfor %}",
            Message(None, "one", "%(n)s of them"),
        ),
    ],
)
def test_messages_of_a_template_are_found_as_django_asks_for_them(source, message):
    assert messages_in_template("{% load i18n %}" + source) == [message]


def test_variables_are_no_messages():
    assert messages_in_template("{% load i18n %}{% translate title %}{{ a }}") == []


def test_project_has_its_messages_from_modules_and_templates():
    files = files_by_message(project_occurrences())

    assert "templates/base.html" in files[Message(None, "Skip to main content", None)]
    assert "plan_site/settings.py" in files[Message(None, "Spanish", None)]
