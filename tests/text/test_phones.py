"""Telephone numbers in any text become links, and nothing else does."""

import re

import pytest

from pillars.text.phones import tel, with_phone_links


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        ("(213) 555-0148", "tel:+12135550148"),
        ("213.555.0148", "tel:+12135550148"),
        ("2135550148", "tel:+12135550148"),
        ("1-800-555-0148", "tel:+18005550148"),
        ("+1 (213) 555-0148 ext. 5", "tel:+12135550148;ext=5"),
        ("213-555-0148, extensión 1204", "tel:+12135550148;ext=1204"),
        ("213-555-0148x99", "tel:+12135550148;ext=99"),
        ("(213) 555-0148 (office)", "tel:+12135550148"),
        ("213-555-0148 / 213-555-0199", "tel:+12135550148"),
        ("213\N{NO-BREAK SPACE}555\N{NON-BREAKING HYPHEN}0148", "tel:+12135550148"),
        ("+52 55 1234 5678", "tel:+525512345678"),
        ("988", "tel:988"),
        ("ask us", ""),
        ("1-800-LAUSD-CAN", "tel:1-800-LAUSD-CAN"),  # Phones know the letters.
    ],
)
def test_address_of_a_number_has_its_country_and_extension(phone, address):
    assert tel(phone) == address


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Appelez le (760) 555-0148 avant 17 h.", ["(760) 555-0148"]),
        (
            "中文協助請致電760-555-0147或213-555-0199。",
            ["760-555-0147", "213-555-0199"],
        ),
        ("للمساعدة (760) 555-0149 من 8:00 إلى 16:30", ["(760) 555-0149"]),
        ("Call 213-555-0148 ext. 5 in 2022-2026", ["213-555-0148 ext. 5"]),
        ("In the school years 2022-2026 and 2026-2030", []),
        ("333 S. Beaudry Ave, Los Angeles, CA 90017-1466", []),
        ("Form 012-345-6789, case 20221105-213-555-0148", []),
        ("Law 213-555-0148-77", []),
    ],
)
def test_only_telephone_numbers_in_a_text_become_links(text, numbers):
    html = with_phone_links(text)

    assert (
        re.findall(r'<a href="[^"]+"><bdi dir="ltr">(.*?)</bdi></a>', html) == numbers
    )
    assert re.sub("<.*?>", "", html) == text


def test_text_around_a_number_is_escaped():
    html = with_phone_links("""<b>'"& (213) 555-0148<script>""")

    assert html == (
        "&lt;b&gt;&#x27;&quot;&amp; "
        '<a href="tel:+12135550148"><bdi dir="ltr">(213) 555-0148</bdi></a>'
        "&lt;script&gt;"
    )
