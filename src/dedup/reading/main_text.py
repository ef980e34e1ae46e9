"""The source of a page becomes its main text, without annotations: readings of ruby, deleted words, marks of notes.

trafilatura finds the main text. Its options favour too much over too little, keep repetitions (dedup looks for them),
and leave readers' comments out. Its own metadata is not used: it takes the canonical link for the page's address, which
would relabel a repost as its original. `dedup.reading.markup` reads the metadata instead.

A browser copies 漢字 from ``<ruby>漢字<rt>かんじ</rt></ruby>``, so the reading is not text. ``del``, ``s`` and
``strike`` hold words that the page itself has crossed out; ``ins`` holds text. The mark of a note is not a word of its
sentence, but ``x<sup>2</sup>`` and ``1<sup>st</sup>`` are. In doubt, a ``sup`` stays text.
"""

from __future__ import annotations

import logging
import re
import unicodedata
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
    from dedup.reading.html_scanner import VisibleLines

_BLOCKS = frozenset({"p", "head", "item", "quote", "code", "row", "list", "table", "div", "ab", "dl", "dt", "dd", "hr"})
"""Elements of trafilatura's tree that are a paragraph of their own."""

_GAP = "\n\n"

_READINGS = ("rt", "rtc", "rp")
"""Elements of ruby that hold no base text: readings, containers of readings, parentheses."""

_MANY = 2500
"""Paragraphs, cells and line breaks from which trafilatura's result is not compared with that of jusText, which takes
the square of their number."""
_ENOUGH_HELD, _CLEARLY_MORE = 0.6, 1.1
"""Share of the letters of a page's long lines from which a reading is not in doubt, and how many times the letters of
the first reading the second must hold. Of 564 labelled pages one in eight is in doubt."""
_SHORT_TEXT = 500
"""Characters below which a text is compared in any case: short lines may be a larger part of it."""
_LONG_TEXT, _MOST_LONGER = 1500, 2
"""Characters of a long text, and how many times as long another reading of it may be."""
_PARAGRAPHS = ("p", "div", "ul", "ol", "table", "section", "article", "blockquote", "pre", "h1", "h2", "h3")
_SPACE = " \t\n\r\f\v\u00a0"
_BACK = "[\u21a9\u21b5\u2191^]\ufe0e?"
_SYMBOLS = r"[*†‡§¶]{1,5}"
_MARK = re.compile(
    rf"\d{{1,3}}(?:\s?[,;\u2013-]\s?\d{{1,3}})*|{_SYMBOLS}|[a-z]|[\[(].{{1,40}}[\])]|{_BACK}", re.IGNORECASE
)
"""What may mark a note: numbers, symbols, one letter, anything short in brackets, or an arrow back to the text."""
_SURE_MARK = re.compile(rf"{_SYMBOLS}|\[.{{1,40}}\]")
"""What is only a mark, wherever it is raised."""
_NUMBERS = re.compile(r"\d{1,3}(?:\s?[,;\u2013-]\s?\d{1,3})*")
_NOTE = re.compile(r"#.*(?:fn|ftn|note|cite|ref)", re.IGNORECASE)
"""An address within a page that leads to a note: ``#fn1``, ``#_ftn2``, ``#cite_note-3``."""
_HAVE_POWERS = frozenset(
    {
        "km", "cm", "mm", "dm", "nm", "µm", "mol", "min", "sec", "yd", "ft", "mi",
        "sin", "cos", "tan", "cot", "csc", "sinh", "cosh", "tanh", "log", "exp",
    }
)  # fmt: skip
"""Units and functions: a raised number behind them is a power."""
_SHORTEST_WORD = 3
"""Letters of a word that is not a variable or a unit, which have powers."""


@dataclass(frozen=True, slots=True)
class MainText:
    """The main text of a page, paragraphs separated by blank lines, and the spans of it that are block quotations."""

    text: str = ""
    quotations: tuple[Span, ...] = ()


def main_text_of(name: str, tree: Any, lines: VisibleLines) -> MainText:
    """Return the better of two readings of a page's tree, which is one without annotations; `lines` are the page's.

    The first reading favours too much over too little. Where it holds few of the paragraphs that the page shows, there
    is a second one, by trafilatura's usual rules, which reads a page several times until its text is large enough. The
    second is taken where it holds more of these paragraphs, unless it makes a long text twice as long: then a further
    article is appended, as a rule. Before that, the parts of a text that the page divides are joined, and read as one.

    Of the first reading, trafilatura's own rules are tried alone at first: where they find most of the paragraphs, what
    it would compare them with finds no more. That saves a quarter of the time.
    """
    enough = _ENOUGH_HELD * lines.letters_of_paragraphs
    many = _has_many_paragraphs(tree)
    first = _reading(name, tree, favor_recall=True, fast=True)
    held = lines.letters_held(first.text)
    if not many and not (0 < enough <= held and len(first.text) >= _SHORT_TEXT):
        first = _reading(name, tree, favor_recall=True)
        held = lines.letters_held(first.text)
    if held >= enough:
        return first
    joined = with_joined_chunks(tree, first.text)
    if joined is not None:
        whole = _reading(name, joined, favor_recall=True, fast=True)
        if lines.letters_held(whole.text) > _CLEARLY_MORE * held:
            return whole
    second = _reading(name, tree, favor_recall=False, fast=many)
    if len(first.text) >= _LONG_TEXT and len(second.text) > _MOST_LONGER * len(first.text):
        return first
    return second if lines.letters_held(second.text) > _CLEARLY_MORE * held else first


def _has_many_paragraphs(tree: Any) -> bool:
    return len(list(islice(tree.iter(*_PARAGRAPHS, "br", "li", "tr", "td", "th"), _MANY))) == _MANY


def _reading(name: str, tree: Any, *, favor_recall: bool, fast: bool = False) -> MainText:
    """Return what trafilatura reads of a tree; raises `InputError` where it cannot.

    `fast` leaves out what it compares its own rules with: readability and jusText.
    """
    # Imported here because trafilatura and what it needs take long to import, and only pages need it.
    from lxml import etree  # noqa: PLC0415 - see above
    from trafilatura.core import bare_extraction  # noqa: PLC0415 - see above

    try:
        with faster_rules():
            found = bare_extraction(tree, options=copy(_extractor(favor_recall=favor_recall, fast=fast)))
    except RecursionError as error:
        raise InputError(name, "its elements are nested too deeply") from error
    except (etree.LxmlError, ValueError) as error:
        raise InputError(name, f"not HTML that can be parsed ({error})") from error
    body = getattr(found, "body", None)  # nothing is found in a page without main text
    return MainText() if body is None else _paragraphs(body)


@lru_cache(maxsize=4)
def _extractor(*, favor_recall: bool, fast: bool) -> Any:
    """Return trafilatura's options. It reads them from a configuration, which takes as long as parsing a small page."""
    from trafilatura.settings import Extractor  # noqa: PLC0415 - see `_reading`

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # otherwise Python prints its warnings
    # For its own format, trafilatura would make a text of the tree, which is done here.
    return Extractor(output_format="xml", recall=favor_recall, comments=False, fast=fast)


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


def drop_annotations(tree: Any) -> None:
    """Remove annotations from a page's tree, in place."""
    _drop_readings(tree)
    for element in list(tree.iter("del", "s", "strike")):
        # A deletion may hold paragraphs; where another element does, its end tag is missing.
        if element.tag == "del" or next(element.iterdescendants(*_PARAGRAPHS), None) is None:
            element.drop_tree()
    for element in list(tree.iter("sup", "a")):
        if element.getparent() is not None and _is_note_mark(element):
            element.drop_tree()


def _drop_readings(tree: Any) -> None:
    for element in reversed(list(tree.iter(*_READINGS))):
        if next(element.iterancestors("ruby"), None) is None:
            continue
        # The parser puts a base into the reading before it where that has no end tag; HTML ends the reading there.
        bases = "".join(base.text_content() for base in element.iter("rb"))
        element.tail = bases + (element.tail or "")
        element.drop_tree()


def _is_note_mark(element: Any) -> bool:
    if element.tag == "a" and not _is_note_link(element):
        return False
    text = element.text_content().strip(_SPACE)
    if element.tag == "a":
        return bool(_MARK.fullmatch(text))
    if _SURE_MARK.fullmatch(text):
        return True
    links = [*element.iter("a"), *element.iterancestors("a")]
    if any(_links_within(link) and link.text_content().strip(_SPACE) in {text, text.strip("[]()")} for link in links):
        return bool(_MARK.fullmatch(text))
    return bool(_NUMBERS.fullmatch(text)) and _follows_word(element)


def _links_within(link: Any) -> bool:
    return (link.get("href") or "").startswith("#")


def _is_note_link(link: Any) -> bool:
    """Return whether a link is marked as leading to a note of the same page."""
    role = f"{link.get('role') or ''} {link.get('epub:type') or ''}"
    return "noteref" in role or bool(_NOTE.match(link.get("href") or ""))


def _follows_word(element: Any) -> bool:
    """Return whether a raised number stands where the mark of a note does, and not a power."""
    before = _text_before(element)
    tight = before.rstrip(_SPACE)
    if tight != before or not tight:
        following = (element.tail or "")[:1]
        return not following.isalnum()  # before a letter it is the mass of an isotope
    last = tight[-1]
    if last.isdigit() or last in ")]}|":
        return False
    if not last.isalpha():
        return unicodedata.category(last).startswith("P")
    if unicodedata.category(last) == "Lo":
        return True
    word = re.search(r"[^\W\d_]+\Z", tight)
    name = word[0] if word else ""
    return len(name) >= _SHORTEST_WORD and name.casefold() not in _HAVE_POWERS


def _text_before(element: Any) -> str:
    """Return the text right before an element in its block, as far as one of the elements around it holds any."""
    while element is not None and element.tag not in _PARAGRAPHS:
        before = element.getprevious()
        if before is not None:
            text = (before.text_content() if isinstance(before.tag, str) else "") + (before.tail or "")
        else:
            parent = element.getparent()
            text = (parent.text or "") if parent is not None else ""
        if text:
            return text
        element = before if before is not None else element.getparent()
    return ""
