"""HTML that is an article and nothing else becomes its whole text: a mail, the content of a feed, a chapter.

Pages of the web have menus and ads around their main text, which `dedup.reading.main_text` finds. Here everything is
text but scripts, styles and annotations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.reading.page_tree import PageTree
from dedup.reading.readers.paragraphs import Paragraphs
from dedup.reading.readers.xml import local_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tr", "ul",
        "block", "body.content", "hl1", "hl2", "hedline", "media-caption", "bq",
    }
)  # fmt: skip
"""Elements of HTML that are a paragraph of their own; the last line has those of NITF."""
_QUOTES = frozenset({"blockquote", "bq"})
_CELLS = frozenset({"td", "th"})
_HIDDEN = ("script", "style", "head", "template", "noscript", "title", "svg", "object")


def add_html(name: str, source: str, paragraphs: Paragraphs) -> None:
    """Add all text of HTML to some paragraphs; raises `InputError` where it cannot be parsed."""
    if not source.strip():
        return
    tree = PageTree(name, source).root
    _drop(element for element in tree.iter(*_HIDDEN))
    add_elements(tree, paragraphs)


def text_of_html(name: str, source: str) -> Paragraphs:
    """Return all text of HTML; raises `InputError` where it cannot be parsed."""
    paragraphs = Paragraphs()
    add_html(name, source, paragraphs)
    return paragraphs


def add_elements(tree: Any, paragraphs: Paragraphs) -> None:
    """Add the text of a tree of HTML or NITF, one paragraph for each block."""
    from lxml import etree  # noqa: PLC0415 - already imported by whoever made the tree

    pieces: list[str] = []
    quoting = 0

    def close() -> None:
        paragraphs.add("".join(pieces), quotation=quoting > 0)
        pieces.clear()

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = local_name(element)
        if tag in _BLOCKS:
            close()
        if tag in _QUOTES:
            quoting += 1 if event == "start" else -1
        if event == "start":
            pieces.append("\n" if tag == "br" else "")
            pieces.append(_flat(element.text))
        else:
            pieces.append(" " if tag in _CELLS else "")
            pieces.append(_flat(element.tail) if element is not tree else "")
    close()


def _flat(text: str | None) -> str:
    """Return a text of the source, in which line feeds are mere white space."""
    return text.replace("\n", " ") if text else ""


def _drop(elements: Iterable[Any]) -> None:
    """Remove elements with all that is in them; the text behind them stays."""
    for element in list(elements):
        if element.getparent() is not None:
            element.drop_tree()
