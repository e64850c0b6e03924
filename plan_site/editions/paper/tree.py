"""HTML as a tree of plain data, which a template of Typst sets."""

import copy
import re
from html.parser import HTMLParser
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, TreeBuilder, tostring

from django.utils.translation import gettext as _

from .letters import missing, printable

# A text, or an element: its tag, its classes and attributes, and what is in it.
Node = str | dict

VOID = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}
ENDED_BY = {
    **dict.fromkeys(("td", "th"), ("td", "th")),
    **dict.fromkeys(("dt", "dd"), ("dt", "dd")),
    "tr": ("td", "th", "tr"),
    "tbody": ("td", "th", "tr", "thead", "tbody"),
    "li": ("li",),
    "p": ("p",),
}
INLINE = {
    *("a", "abbr", "b", "bdi", "code", "del", "em", "i", "ins", "mark", "q", "small"),
    *("span", "strong", "sub", "sup", "time", "u"),
}
# What is for a screen only.
ON_SCREEN = {"nav", "script", "button", "template", "form", "col"}
ON_SCREEN_CLASSES = {"anchor", "share", "unseen", "narrow", "to-paper"}
ATTRIBUTES = ("id", "lang", "colspan", "rowspan")
BLANKS = re.compile(r"[ \t\n\r\f\x85\u2028\u2029]+")
HEADING = re.compile("h[1-6]")


def elements_of(html: str) -> Element:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.builder.close()


class Reader(HTMLParser):
    """Knows which elements may end without a tag that says so."""

    def __init__(self):
        super().__init__()
        self.builder, self._open = TreeBuilder(), []

    def handle_starttag(self, tag, attrs):
        while self._open and self._open[-1] in ENDED_BY.get(tag, ()):
            self.handle_endtag(self._open[-1])
        # A drawing's box is the one name with a capital.
        given = {n.replace("viewbox", "viewBox"): value or "" for n, value in attrs}
        self.builder.start(tag, given)
        self._open.append(tag)
        if tag in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        ended = ""
        while tag in self._open and ended != tag:
            ended = self._open.pop()
            self.builder.end(ended)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_data(self, data):
        self.builder.data(data)


class Tree:
    """
    Makes nodes of a page at an address, so that its links are whole. ``instead`` stands
    for each passage that cannot be printed, which is ``refused``.
    """

    def __init__(self, address: str, instead: str):
        self._address, self._instead = address, instead
        self.refused: list[str] = []
        # Texts of the innermost block that cannot be printed.
        self._unprintable: list[str] = []
        self._level, self._heading = 0, ""

    def node(self, element: Element) -> Node:
        if is_for_screens(element):
            return ""
        tag, told = element.tag, {name: element.get(name) for name in ATTRIBUTES}
        node = {name: value for name, value in told.items() if value}
        node |= {"tag": tag, "class": element.get("class", "").split()}
        if tag == "svg":
            return node | self._drawing(element)
        if element.get("href"):
            node["href"] = urljoin(self._address, element.get("href"))
        if HEADING.fullmatch(tag) and (words := words_of(element)):
            # No level may be left out, nor a heading be empty.
            self._level = node["level"] = min(int(tag[1]), self._level + 1)
            self._heading = words
        return node | (self._body if tag in INLINE else self._block)(element)

    def _block(self, element: Element) -> Node:
        around, self._unprintable = self._unprintable, []
        node, refused = self._body(element), self._unprintable
        self.refused, self._unprintable = self.refused + refused, around
        return {"body": [self._instead], "refused": True} if refused else node

    def _body(self, element: Element) -> Node:
        body = [self._text(element.text)]
        for child in element:
            body += [self.node(child), self._text(child.tail)]
        return {"body": [part for part in body if part]}

    def _text(self, text: str | None) -> str:
        text = printable(BLANKS.sub(" ", text or ""))
        if missing(text):
            self._unprintable.append(text)
        return text

    def _drawing(self, element: Element) -> Node:
        told = [part for part in element if part.tag in {"title", "desc"}]
        alt = " ".join(part.text or "" for part in told)
        if "spark" in element.get("class", ""):
            # On a page, the words beside it are enough for those who hear them.
            alt = _("Chart: %(title)s") % {"title": self._heading}
        drawn = copy.deepcopy(element)
        drawn.tail = None
        drawn.set("xmlns", "http://www.w3.org/2000/svg")
        for part in drawn.findall("title") + drawn.findall("desc"):
            drawn.remove(part)
        for part in drawn.iter("text"):
            part.text = self._text(part.text)
        return {"alt": alt, "svg": tostring(drawn, encoding="unicode"), "body": []}


def words_of(element: Element) -> str:
    return " ".join(printable("".join(element.itertext())).split())


def is_for_screens(element: Element) -> bool:
    return (
        element.tag in ON_SCREEN
        or not ON_SCREEN_CLASSES.isdisjoint(element.get("class", "").split())
        or element.get("hidden") is not None
        or (element.get("aria-hidden") == "true" and element.tag != "svg")
    )
