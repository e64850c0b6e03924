"""What is in a PDF, as those read it who do not see it."""

import io
import re
from collections.abc import Iterator

import pikepdf
import pypdf


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def tags(pdf: bytes) -> Iterator[pikepdf.Dictionary]:
    """The elements of its structure, in reading order."""
    with opened(pdf) as document:
        yield from tags_below(document.Root.StructTreeRoot)


def tags_below(element) -> Iterator[pikepdf.Dictionary]:
    inside = element.get("/K", [])
    for child in inside if isinstance(inside, pikepdf.Array) else [inside]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from tags_below(child)


def kinds(pdf: bytes) -> list[str]:
    return [str(tag.S).strip("/") for tag in tags(pdf)]


def outline(pdf: bytes) -> list[str]:
    with opened(pdf) as document, document.open_outline() as found:
        return [*titles(found.root)]


def titles(items) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from titles(item.children)


def links(pdf: bytes) -> set[str]:
    with opened(pdf) as document:
        notes = [note for page in document.pages for note in page.get("/Annots", [])]
        return {str(note.A.URI) for note in notes if "/URI" in note.get("/A", {})}


def pages_of(pdf: bytes) -> list[str]:
    """Their texts without blanks, which a PDF need not have."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return [without_blanks(page.extract_text()) for page in pages]


def text_of(pdf: bytes) -> str:
    return "".join(pages_of(pdf))


def without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)


def readable(body: bytes) -> bytes:
    """What a file says: in compressed bytes, anything may stand by chance."""
    if body.startswith(b"\x89PNG"):
        return b""
    if not body.startswith(b"%PDF"):
        return body
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages]
    with opened(body) as document, document.open_metadata() as about:
        return "\n".join([*pages, *outline(body), str(about)]).encode()
