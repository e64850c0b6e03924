"""The whole plan on one page: all that is published of it, in order, for paper."""

import lxml.html
import pytest

from .test_pages import fill

pytestmark = pytest.mark.django_db

ADDRESS = "/{}/2022-26/print/"


def whole_plan(client, language="en") -> lxml.html.HtmlElement:
    response = client.get(ADDRESS.format(language))
    assert response.status_code == 200
    return lxml.html.fromstring(response.content.decode())


def table_of(page, code: str) -> list[list[str]]:
    (table,) = page.xpath(f"//section[h4/@id='{code}']//table")
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("th | td")]
        for row in table.xpath(".//tr")
    ]


@pytest.mark.parametrize("size", [1, 3])
def test_whole_plan_asks_the_same_queries_however_large_it_is(
    client, django_assert_num_queries, size
):
    fill(size)

    with django_assert_num_queries(17):
        whole_plan(client)


def test_headings_are_in_order_and_ids_unique(client):
    fill(2)

    page = whole_plan(client)

    levels = [
        int(it.tag[1])
        for it in page.xpath(
            "//main//*[re:test(name(), '^h[1-6]$')]",
            namespaces={"re": "http://exslt.org/regular-expressions"},
        )
    ]
    assert levels[0] == 1
    assert all(
        after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)
    )
    ids = page.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
