"""Annotations are taken out of a page's tree: readings of ruby, deleted words, marks of notes.

A browser copies 漢字 from ``<ruby>漢字<rt>かんじ</rt></ruby>``, so the reading is not text. ``del``, ``s`` and
``strike`` hold words that the page itself has crossed out; ``ins`` holds text. The mark of a note is not a word of its
sentence, but ``x<sup>2</sup>`` and ``1<sup>st</sup>`` are. In doubt, a ``sup`` stays text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_READINGS = ("rt", "rtc", "rp")
"""Elements of ruby that hold no base text: readings, containers of readings, parentheses."""

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
_MOST_BEFORE = 64
"""Characters before a raised number, and elements without text, up to which it is looked what it follows."""
_AS_WRITTEN = ("<sup", "<rt", "<ruby", "<del", "<s>", "<s ", "<strike", "noteref")
_NOTE_AS_WRITTEN = re.compile(r'href="#[^"]*(?i:fn|note|cite|ref)')
"""What stands in the source of a page with annotations, if names are in lower case and attributes in double quotes."""


def may_be_annotated(source: str) -> bool:
    """Return whether the source that a parser makes of an element may hold annotations."""
    return any(part in source for part in _AS_WRITTEN) or bool(_NOTE_AS_WRITTEN.search(source))


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
    """Return the end of the text before an element in its block, as far as one of the elements around it holds any."""
    for _ in range(_MOST_BEFORE):
        if element is None or element.tag in _PARAGRAPHS:
            break
        before = element.getprevious()
        if before is not None:
            text = (before.text_content() if isinstance(before.tag, str) else "") + (before.tail or "")
        else:
            parent = element.getparent()
            text = (parent.text or "") if parent is not None else ""
        if text:
            return str(text[-_MOST_BEFORE:])
        element = before if before is not None else element.getparent()
    return ""
