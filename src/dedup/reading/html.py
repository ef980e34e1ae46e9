"""The source of a web page becomes its main text, in paragraphs, with what its markup says of it.

trafilatura finds the main text; it is held to favour too much over too little, to leave repetitions alone (they are
what dedup looks for), and to leave comments out. Its own metadata is not used: it takes the canonical link for the
page's address, which would relabel a repost as its original. `dedup.reading.markup` reads the metadata instead.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dedup.documents import Document, MarkupFact
from dedup.errors import InputError
from dedup.reading.annotations import drop_annotations
from dedup.reading.decoding import decode
from dedup.reading.frontmatter import front_matter_of
from dedup.reading.guessing import guessed_dates
from dedup.reading.markup import Markup, markup_of
from dedup.reading.pagetext import page_texts
from dedup.spans import Span

if TYPE_CHECKING:
    from dedup.reading.gathering import Gathering
    from dedup.reading.options import ReadingOptions

_BLOCKS = frozenset({"p", "head", "item", "quote", "code", "row", "list", "table", "div", "ab", "dl", "dt", "dd", "hr"})
"""Elements of trafilatura's tree that are a paragraph of their own."""

QUOTATION = "blockquote"
"""Kind of the fact that a stretch of the text is a block quotation; its value is where in the text, as ``12-340``."""

_GAP = "\n\n"

NO_TEXT = "no main text was found in this page"


@dataclass(frozen=True, slots=True)
class Page:
    """A page's main text, paragraphs separated by blank lines, and its markup."""

    text: str
    markup: Markup

    @property
    def notes(self) -> tuple[str, ...]:
        """What its owner should know of how it was read."""
        return self.markup.notes

    def document(self, known: Document) -> Document:
        """Return the document that the page holds; what is `known` already outweighs what the page says."""
        said = self.markup
        return replace(
            known,
            text=self.text,
            title=known.title or said.title,
            author=known.author or said.author,
            published=known.published or said.published,
            publisher=known.publisher or said.publisher,
            language=known.language or said.language,
            url=known.url or said.url,
            markup=said.facts,
        )


def read_html(name: str, data: bytes, options: ReadingOptions, gathering: Gathering) -> None:
    """Gather the document of one HTML file; raises `InputError` where it holds no main text."""
    source, note = decode(name, data, options.encoding, markup=True)
    front = front_matter_of(source)  # static site generators read it from pages too
    page = page_of(name, front.text)
    for one in (note, front.note, *page.notes):
        if one:
            gathering.note(name, one)
    document = page.document(front.document(Document(name, "", name)))
    gathering.add_document(replace(document, markup=(*front.facts, *document.markup)))


def page_of(name: str, source: str, url: str | None = None) -> Page:
    """Return the page whose source this is; `url` is where it was fetched from, if that is known.

    Raises `InputError` where the page holds no main text.
    """
    text, quotations = _main_text(name, source) if source.strip() else ("", [])
    if not text:
        raise InputError(name, NO_TEXT if source.strip() else "empty: there is no text in it")
    markup = markup_of(source, url)
    quoted = [MarkupFact(QUOTATION, f"{span.start}-{span.end}", 0, 0, 1, "") for span in quotations]
    guessed = [] if markup.published else guessed_dates(source, url)
    return Page(text, replace(markup, facts=(*markup.facts, *guessed, *page_texts(source, text), *quoted)))


def _main_text(name: str, source: str) -> tuple[str, list[Span]]:
    """Return the main text of a page, and the stretches of it that are block quotations."""
    # Imported here because trafilatura and what it needs take long to import, and only pages need it.
    from lxml import etree, html  # noqa: PLC0415 - see above
    from trafilatura.core import bare_extraction  # noqa: PLC0415 - see above

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # else Python prints its warnings itself
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        # A NUL would end the document for libxml2; HTML reads it as U+FFFD.
        tree = html.document_fromstring(source.replace("\0", "\ufffd").encode(), parser=parser)
        drop_annotations(tree)
        found = bare_extraction(tree, favor_recall=True, include_comments=False, deduplicate=False)
    except RecursionError as error:
        raise InputError(name, "its elements are nested too deeply") from error
    except (etree.LxmlError, ValueError) as error:
        raise InputError(name, f"not HTML that can be parsed ({error})") from error
    body = getattr(found, "body", None)  # nothing is found in a page without main text
    return ("", []) if body is None else _paragraphs(body)


def _paragraphs(body: Any) -> tuple[str, list[Span]]:
    """Return the text of an element tree, a blank line between blocks and ``lb`` a line break, and what it quotes."""
    blocks: list[str] = []
    pieces: list[str] = []
    quotations: list[Span] = []
    quoting, size = 0, 0

    def close() -> None:
        nonlocal size
        lines = (" ".join(line.split()) for line in "".join(pieces).split("\x1e"))
        block = "\n".join(line for line in lines if line)
        pieces.clear()
        if block:
            start = size + len(_GAP) * bool(blocks)
            size = start + len(block)
            blocks.append(block)
            if quoting:
                quotations.append(Span(start, size))

    def take(text: str | None) -> None:
        if text:
            pieces.append(text)

    # Record separators stand for line breaks that were meant, because the source's own are mere white space.
    from lxml import etree  # noqa: PLC0415 - already imported by then, see `_main_text`

    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            close()
        if element.tag == "quote":
            quoting += 1 if event == "start" else -1
        if event == "start":
            take("\x1e" if element.tag == "lb" else None)
            take(element.text)
        else:
            take(" " if element.tag == "cell" else None)
            take(element.tail if element is not body else None)
    close()
    return _GAP.join(blocks), quotations
