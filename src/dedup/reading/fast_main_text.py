"""The source of a page becomes its main text by resiliparse, and whether that text can be relied on.

resiliparse parses and reads in Rust. There are two readings. One is of the element that holds the main text by its
class or name (`dedup.reading.content_selectors`), without what holds none, and without what is no text by its content
(`dedup.reading.marked_blocks`). The other is resiliparse's own, which leaves out menus and the like, and keeps nearly
all of the text, with much else. Where the first holds most of the long lines of the second, nothing is missing in it,
and it is relied on. Where it does not, the second is the better one of the two, and `dedup.reading.html` asks
trafilatura if it has the time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dedup.errors import InputError
from dedup.reading.annotations import may_be_annotated
from dedup.reading.content_selectors import CONTAINERS, NO_TEXT
from dedup.reading.html_scanner import element_end, letters_of, visible_text
from dedup.reading.main_text import MainText
from dedup.reading.marked_blocks import main_blocks
from dedup.reading.page_tree import without_annotations
from dedup.spans import Span, merged

_ANNOTATIONS = ["rt", "rtc", "rp", "del", "sup > a[href^='#']"]
_IN_NO_PARAGRAPH = re.compile(r"""<(?:blockquote|center|dd)\b(?:[^<>"]|"[^"]*")*>""")
"""Elements that may hold text in no paragraph of its own, which is given one: other text without one is a label."""
_QUOTATION = re.compile(r"<blockquote[\s>]", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n\s*\n")
_NUL = "\0"
_LONG_LINE = 80
"""Characters of a line that is a sentence of a text, and no entry of a menu."""
_MOST_HELD = 0.75
"""Share of the letters of the long lines of resiliparse's own reading that a sound text holds."""
_SHORT_TEXT = 500
"""Characters below which no text is relied on: short lines may be a larger part of it."""
_PLAIN: dict[str, Any] = {"alt_texts": False, "list_bullets": False}
_MARKED: dict[str, Any] = {
    "alt_texts": False,
    "links": True,
    "preserve_formatting": "minimal_html",
    "skip_elements": [*NO_TEXT],
}


@dataclass(frozen=True, slots=True)
class FastText:
    """A main text that was found fast; a sound one can be relied on."""

    main: MainText
    is_sound: bool


def fast_main_text(name: str, source: str) -> FastText:
    """Return the main text of a page, paragraphs separated by blank lines, and its block quotations.

    Raises `InputError` where resiliparse cannot read the page.
    """
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - it takes long to import
    from resiliparse.parse.html import HTMLTree  # noqa: PLC0415 - see above

    try:
        tree = HTMLTree.parse(source.replace(_NUL, "\ufffd"))
        whole = extract_plain_text(tree, main_content=True, comments=False, skip_elements=_ANNOTATIONS, **_PLAIN)
        paragraphs = [text for text in map(_in_lines, _BLANK_LINES.split(whole)) if text]
        contained = _contained_text(name, tree, letters_of(whole))
        if _holds_most(contained.text, paragraphs):
            return FastText(contained, is_sound=True)
        text = "\n\n".join(paragraphs)
        return FastText(MainText(text, _quotations(source, text)), is_sound=False)
    except InputError:
        raise
    except Exception as error:
        raise InputError(name, f"not HTML that can be parsed ({error})") from error


def _contained_text(name: str, tree: Any, letters: str) -> MainText:
    """Return the text of the first element that holds a main text by its class or name; empty where there is none."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - see `fast_main_text`

    for selector in CONTAINERS if tree.body is not None else ():
        element = tree.body.query_selector(selector)
        if element is None:
            continue
        html = element.html
        if may_be_annotated(html):
            html = without_annotations(name, html)
        marked = extract_plain_text(_IN_NO_PARAGRAPH.sub(r"\g<0><p>", html), main_content=False, **_MARKED)
        blocks = main_blocks(marked, letters)
        if len(blocks) > 1:
            text = "\n\n".join(blocks)
            return MainText(text, _quotations(html, text))
    return MainText()


def _holds_most(text: str, paragraphs: list[str]) -> bool:
    """Return whether a text holds most of the long lines of paragraphs, of which there are some."""
    if len(text) < _SHORT_TEXT:
        return False
    letters = letters_of(text)
    lines = [letters_of(line) for one in paragraphs for line in one.split("\n") if len(line) >= _LONG_LINE]
    held = sum(len(line) for line in lines if line in letters)
    return held > 0 and held >= _MOST_HELD * sum(map(len, lines))


def _in_lines(paragraph: str) -> str:
    return "\n".join(filter(None, map(_in_one_line, paragraph.split("\n"))))


def _in_one_line(line: str) -> str:
    return " ".join(line.split())


def _quotations(source: str, text: str) -> tuple[Span, ...]:
    """Return where the paragraphs of block quotations stand in a text."""
    found, end = [], 0
    for quotation in _QUOTATION.finditer(source):
        if quotation.end() < end:
            continue  # within the one before
        end = element_end(source, "blockquote", quotation.end())
        for line in visible_text(source[quotation.end() : end]).split("\n\n"):
            start = text.find(line) if line else -1
            if start >= 0:
                found.append(Span(start, start + len(line)))
    return tuple(merged(found))
