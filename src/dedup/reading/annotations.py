"""The tree of a page loses what stands beside its text: readings of ruby, deleted words, marks of notes.

A browser copies 漢字 from ``<ruby>漢字<rt>かんじ</rt></ruby>``, so the reading is no text. ``del``, ``s`` and
``strike`` hold words that the page itself has crossed out; ``ins`` holds text. The mark of a note is not a word of its
sentence, but ``x<sup>2</sup>`` and ``1<sup>st</sup>`` are. Where it cannot be told, a ``sup`` stays text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

READINGS = ("rt", "rtc", "rp")
"""Elements of ruby that hold no base text: readings, containers of readings, parentheses."""

_BLOCKS = ("p", "div", "ul", "ol", "table", "section", "article", "blockquote", "pre", "h1", "h2", "h3")
_SPACE = " \t\n\r\f\v\u00a0"
_SYMBOLS = r"[*†‡§¶]{1,5}"
_MARK = re.compile(rf"\d{{1,3}}(?:\s?[,;\u2013-]\s?\d{{1,3}})*|{_SYMBOLS}|[a-z]|[\[(].{{1,40}}[\])]", re.IGNORECASE)
"""What marks a note: numbers, symbols, one letter, or anything short in brackets."""
_SURE_MARK = re.compile(rf"{_SYMBOLS}|\[.{{1,40}}\]")
"""What is nothing but a mark, wherever it stands raised."""
_NUMBERS = re.compile(r"\d{1,3}(?:\s?[,;\u2013-]\s?\d{1,3})*")
_NOTE = re.compile(r"#.*(?:fn|ftn|note|cite|ref)", re.IGNORECASE)
"""An address within a page that leads to a note: ``#fn1``, ``#_ftn2``, ``#cite_note-3``."""
_RAISED = frozenset(
    {
        "km", "cm", "mm", "dm", "nm", "µm", "mol", "min", "sec", "yd", "ft", "mi",
        "sin", "cos", "tan", "cot", "csc", "sinh", "cosh", "tanh", "log", "exp",
    }
)  # fmt: skip
"""Units and functions: a number that is raised behind them is a power."""
_SHORTEST_WORD = 3
"""Letters from which a word is none of the variables and units that have powers."""


def drop_annotations(tree: Any) -> None:
    """Take out of a page's tree what is not its text (in place)."""
    _drop_readings(tree)
    for element in list(tree.iter("del", "s", "strike")):
        # A deletion may hold paragraphs; where another does, somebody forgot to end it.
        if element.tag == "del" or next(element.iterdescendants(*_BLOCKS), None) is None:
            element.drop_tree()
    for element in list(tree.iter("sup", "a")):
        if element.getparent() is not None and _is_note_mark(element):
            element.drop_tree()


def _drop_readings(tree: Any) -> None:
    for element in reversed(list(tree.iter(*READINGS))):
        if next(element.iterancestors("ruby"), None) is None:
            continue
        # The parser leaves a base within the reading before it, if that has no end tag; HTML ends the reading there.
        bases = "".join(base.text_content() for base in element.iter("rb"))
        element.tail = bases + (element.tail or "")
        element.drop_tree()


def _is_note_mark(element: Any) -> bool:
    shown = element.text_content().strip(_SPACE)
    if element.tag == "a":
        return _is_reference(element) and bool(_MARK.fullmatch(shown))
    if _SURE_MARK.fullmatch(shown):
        return True
    links = [*element.iter("a"), *element.iterancestors("a")]
    if any(_leads_within(link) and link.text_content().strip(_SPACE) in {shown, shown.strip("[]()")} for link in links):
        return bool(_MARK.fullmatch(shown))
    return bool(_NUMBERS.fullmatch(shown)) and _stands_behind_a_word(element)


def _leads_within(link: Any) -> bool:
    return (link.get("href") or "").startswith("#")


def _is_reference(link: Any) -> bool:
    """Return whether a link says of itself that it leads to a note of the same page."""
    role = f"{link.get('role') or ''} {link.get('epub:type') or ''}"
    return "noteref" in role or bool(_NOTE.match(link.get("href") or ""))


def _stands_behind_a_word(element: Any) -> bool:
    """Return whether a raised number stands where a note has its mark, and not a power."""
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
    return len(name) >= _SHORTEST_WORD and name.casefold() not in _RAISED


def _text_before(element: Any) -> str:
    """Return the text right before an element in its block, as far as one of the elements around it holds any."""
    while element is not None and element.tag not in _BLOCKS:
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
