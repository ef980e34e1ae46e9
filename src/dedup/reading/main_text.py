"""The tree of a page becomes its main text.

trafilatura finds the main text. Its options favour too much over too little, keep repetitions (dedup looks for them),
and leave readers' comments out. Its own metadata is not used: it takes the canonical link for the page's address, which
would relabel a repost as its original. `dedup.reading.markup` reads the metadata instead.
"""

from __future__ import annotations

import logging
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from dedup.errors import InputError
from dedup.reading.extractor_rules import faster_rules
from dedup.reading.text_chunks import with_joined_chunks
from dedup.spans import Span

if TYPE_CHECKING:
    from dedup.reading.visible_lines import VisibleLines

_BLOCKS = frozenset({"p", "head", "item", "quote", "code", "row", "list", "table", "div", "ab", "dl", "dt", "dd", "hr"})
"""Elements of trafilatura's tree that are a paragraph of their own."""

_GAP = "\n\n"

_MANY = 2500
"""Paragraphs, cells and line breaks from which trafilatura's result is not compared with that of jusText, which takes
the square of their number."""
ENOUGH_HELD = 0.6
"""Share of the letters of a page's long lines from which a reading of it is not in doubt."""
_CLEARLY_MORE = 1.1
"""How many times the letters of the first reading the second must hold."""
_SHORT_TEXT = 500
"""Characters below which a text is compared in any case: short lines may be a larger part of it."""
_LONG_TEXT, _MOST_LONGER = 1500, 2
"""Characters of a long text, and how many times as long another reading of it may be."""
_PARAGRAPHS = ("p", "div", "ul", "ol", "table", "section", "article", "blockquote", "pre", "h1", "h2", "h3")


@dataclass(frozen=True, slots=True)
class MainText:
    """The main text of a page, paragraphs separated by blank lines, and the spans of it that are block quotations."""

    text: str = ""
    quotations: tuple[Span, ...] = ()


def main_text_of(name: str, tree: Any, lines: VisibleLines) -> MainText:
    """Return the better of two readings of a page's tree, which is one without annotations; `lines` are the page's.

    The first reading is by trafilatura's own rules. Where it holds few of the paragraphs that the page shows, the parts
    of a text that the page divides are joined, and read as one. Else there is a second reading, which trafilatura
    compares with those of readability and jusText. It is taken where the first one is short or holds fewer of these
    paragraphs, unless it makes a long text twice as long: then a further article is appended, as a rule.
    """
    first = _reading(name, tree, compared=False)
    held = lines.letters_held(first.text)
    if 0 < ENOUGH_HELD * lines.letters_of_paragraphs <= held and len(first.text) >= _SHORT_TEXT:
        return first
    joined = with_joined_chunks(tree, first.text)
    if joined is not None:
        whole = _reading(name, joined, compared=False)
        if lines.letters_held(whole.text) > _CLEARLY_MORE * held:
            return whole
    if _has_many_paragraphs(tree):
        return first
    second = _reading(name, tree, compared=True)
    if len(first.text) >= _LONG_TEXT and len(second.text) > _MOST_LONGER * len(first.text):
        return first
    is_better = len(first.text) < _SHORT_TEXT or lines.letters_held(second.text) > _CLEARLY_MORE * held
    return second if is_better else first


def _has_many_paragraphs(tree: Any) -> bool:
    return len(list(islice(tree.iter(*_PARAGRAPHS, "br", "li", "tr", "td", "th"), _MANY))) == _MANY


def _reading(name: str, tree: Any, *, compared: bool) -> MainText:
    """Return what trafilatura reads of a tree, perhaps compared with what readability and jusText read.

    Raises `InputError` where it cannot.
    """
    # Imported here because trafilatura and what it needs take long to import, and only pages need it.
    from lxml import etree  # noqa: PLC0415 - see above
    from trafilatura.core import bare_extraction  # noqa: PLC0415 - see above

    try:
        with faster_rules():
            found = bare_extraction(tree, options=copy(_extractor(compared=compared)))
    except RecursionError as error:
        raise InputError(name, "its elements are nested too deeply") from error
    except (etree.LxmlError, ValueError) as error:
        raise InputError(name, f"not HTML that can be parsed ({error})") from error
    body = getattr(found, "body", None)  # nothing is found in a page without main text
    return MainText() if body is None else _paragraphs(body)


@lru_cache(maxsize=2)
def _extractor(*, compared: bool) -> Any:
    """Return trafilatura's options. It reads them from a configuration, which takes as long as parsing a small page."""
    from trafilatura.settings import Extractor  # noqa: PLC0415 - see `_reading`

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # otherwise Python prints its warnings
    # For its own format, trafilatura would make a text of the tree, which is done here.
    return Extractor(output_format="xml", recall=True, comments=False, fast=not compared)


def _paragraphs(body: Any) -> MainText:
    """Return the text of an element tree, blank lines between blocks and line breaks at ``lb``, and its quotations."""
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

    # A record separator stands for a line break of the page; line feeds of the source are mere white space.
    from lxml import etree  # noqa: PLC0415 - already imported by then, see `main_text_of`

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
    return MainText(_GAP.join(blocks), tuple(quotations))
