"""A PDF becomes one text, by PDFium: the lines of each page, joined to paragraphs; places in it are pages.

A PDF has no paragraphs, only lines with their places on a page. What stands at the edge of many pages is left out,
and told: `dedup.reading.readers.running_heads`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dedup.documents import Document
from dedup.engines.memory import format_size
from dedup.errors import InputError, NoTextError
from dedup.reading.content import size_of
from dedup.reading.readers.paragraphs import Paragraphs
from dedup.reading.readers.running_heads import without_running_heads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions

_HYPHEN = re.compile("[\x02\ufffe\u00ad]\\s*(?=(\\w)?)")
"""What PDFium makes of a hyphen at the end of a line, and the letter behind it."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_SENTENCE_END = re.compile("[.!?:;\u2026\u3002\uff01\uff1f][\"'\u201d\u2019\xbb)\\]]*\\Z")
_BULLET = re.compile(r"(?:[\u2022\xb7\u25aa\u25e6\u2023\u2013\u2014*]|\(?\d{1,3}[.)]|[a-z]\))\s")
_SHORT, _FULL = 0.6, 0.85
"""Shares of the length of the page's long lines: below the first, a line is the last of its paragraph or a heading;
below the second, it is so where it ends a sentence."""
_WORD_TITLE = re.compile(r"Microsoft \w+ - ")
_NO_TEXT = "there is no text in this PDF: its pages are pictures, of which OCR makes text"


def read_pdf(content: Content, _options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Add the document of a PDF; raises `NoTextError` where its pages are pictures."""
    name = content.name
    with content.file() as file:
        pages, properties, size = _pages(name, file, content.most)
    content.count(size)
    if not any(pages):
        raise NoTextError(name, _NO_TEXT)
    without = sum(not lines for lines in pages)
    if without:
        builder.note(name, f"{without:,} of its {len(pages):,} pages have no text")
    kept, left_out = without_running_heads(pages)
    if left_out:
        builder.note(name, left_out)
    paragraphs = Paragraphs()
    for number, lines in enumerate(kept, start=1):
        paragraphs.begin(f"page {number}")
        for paragraph in joined_lines(lines):
            paragraphs.add(paragraph)
    if not paragraphs.text:
        raise NoTextError(name, "its pages hold nothing but running heads")
    title = _WORD_TITLE.sub("", properties.get("Title", "")).strip()
    author = properties.get("Author", "").strip()
    builder.add_document(
        Document(name, paragraphs.text, name, title=title or None, author=author or None, markup=paragraphs.facts)
    )


def _pages(name: str, file: Any, most: int) -> tuple[list[list[str]], dict[str, str], int]:
    """Return the lines of each page, the properties of the document, and the size of the file."""
    import pypdfium2  # noqa: PLC0415 - an extra, and few inputs are PDF

    size = size_of(file)
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        reason = "it is encrypted, with a password" if "password" in str(error).lower() else f"damaged PDF ({error})"
        raise InputError(name, reason) from error
    try:
        pages, taken = list[list[str]](), 0
        for number in range(len(document)):
            lines = _lines(document, number)
            taken += sum(map(len, lines))
            if most and taken > most:
                raise InputError(name, f"its text has more than {format_size(most)} (--max-document)")
            pages.append(lines)
        return pages, dict(document.get_metadata_dict()), size
    finally:
        document.close()


def _lines(document: Any, number: int) -> list[str]:
    """Return the lines of a page that hold text; none of a page that is damaged."""
    import pypdfium2  # noqa: PLC0415 - see `_pages`

    try:
        page = document[number]
        text = page.get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        return []
    text = _CONTROLS.sub("", _HYPHEN.sub(_joint, text))
    return [line for each in re.split(r"\r\n|[\r\n\f\v]", text) if (line := " ".join(each.split()))]


def _joint(found: re.Match[str]) -> str:
    """Return what joins the parts of a word that was divided at the end of a line."""
    following = found[1] or ""
    return "-" if following.isupper() or following.isdigit() else ""


def joined_lines(lines: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of a page, by how long its lines are and how they end; their lines stay lines."""
    long = _usual_length(lines)
    paragraph: list[str] = []
    for place, line in enumerate(lines):
        paragraph.append(line)
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if not following or _ends(line, following, long):
            yield "\n".join(paragraph)
            paragraph = []


def _usual_length(lines: Sequence[str]) -> int:
    """Return the length of the page's long lines: nine in ten are no longer."""
    return sorted(map(len, lines))[len(lines) * 9 // 10] if lines else 0


def _ends(line: str, following: str, long: int) -> bool:
    if _BULLET.match(following):
        return True
    if following[:1].islower():
        return False
    if _SENTENCE_END.search(line):
        return len(line) < _FULL * long
    return len(line) < _SHORT * long
