"""The source of a page becomes its main text by resiliparse, and whether that text can be relied on.

resiliparse parses and reads in Rust, and makes texts with little markup of the tree; what is no text by its content
leaves each of them (`dedup.reading.marked_blocks`). The first reading is of the element that holds the main text by its
class or name (`dedup.reading.content_selectors`), without what holds none. Where it holds most of the long lines that
the page shows, it is relied on, and the only one.

Else there is resiliparse's own reading, which leaves out menus and the like, and keeps nearly all of the text, with
much else. Where the first one holds most of its long lines, nothing is missing in it. Where no element has such a name,
resiliparse reads once more without what holds no text by its name, and that is relied on if it still holds most.
Otherwise `dedup.reading.html` asks trafilatura if it has the time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dedup.errors import InputError
from dedup.reading.annotations import may_be_annotated
from dedup.reading.content_selectors import CONTAINERS, NO_TEXT
from dedup.reading.html_tags import element_end, plain_text
from dedup.reading.main_text import ENOUGH_HELD, MainText
from dedup.reading.marked_blocks import main_blocks
from dedup.reading.page_tree import without_annotations
from dedup.reading.visible_lines import letters_of, visible_text
from dedup.spans import Span, merged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.reading.visible_lines import VisibleLines

_ANNOTATIONS = ["rt", "rtc", "rp", "del", "sup > a[href^='#']"]
_IN_NO_PARAGRAPH = re.compile(r"""<(?:blockquote|center|dd)\b(?:[^<>"]|"[^"]*")*>""")
"""Elements that may hold text in no paragraph of its own, which is given one: other text without one is a label."""
_QUOTATION = re.compile(r"<blockquote[\s>]", re.IGNORECASE)
_NUL = "\0"
_GAP = "\n\n"
_LONG_LINE = 80
"""Characters of a line that is a sentence of a text, and no entry of a menu."""
_MOST_HELD = 0.75
"""Share of the letters of the long lines of resiliparse's own reading that a sound text holds."""
_SHORT_TEXT = 500
"""Characters below which no text is relied on: short lines may be a larger part of it."""
_MUCH = 0.5
"""Share of the characters of resiliparse's own reading from which the text of an element is the better one of the two,
if neither can be relied on."""
_MARKED: dict[str, Any] = {"alt_texts": False, "links": True, "preserve_formatting": "minimal_html"}


@dataclass(frozen=True, slots=True)
class FastText:
    """A main text that was found fast; a sound one can be relied on."""

    main: MainText
    is_sound: bool


def fast_main_text(name: str, source: str, lines: VisibleLines) -> FastText:
    """Return the main text of a page, paragraphs separated by blank lines, and its block quotations.

    `lines` are the page's. Raises `InputError` where resiliparse cannot read the page.
    """
    from resiliparse.parse.html import HTMLTree  # noqa: PLC0415 - it takes long to import

    try:
        tree = HTMLTree.parse(source.replace(_NUL, "\ufffd"))
        contained = _contained_text(name, tree, lines.long_lines)
        size = len(contained.text)
        if size >= _SHORT_TEXT and lines.letters_held(contained.text) >= ENOUGH_HELD * lines.letters_of_paragraphs > 0:
            return FastText(contained, is_sound=True)
        marked = _own_reading(tree, _ANNOTATIONS)
        own = main_blocks(marked, lines.long_lines)
        if _holds_most(contained.text, own):
            return FastText(contained, is_sound=True)
        if size < _SHORT_TEXT:
            if may_be_annotated(source):
                tree = HTMLTree.parse(without_annotations(name, source))
            named = main_blocks(_own_reading(tree, NO_TEXT), lines.long_lines)
            if _holds_most(_GAP.join(named), own):
                return FastText(_quoting(source, named), is_sound=True)
        whole = _quoting(source, own or [plain_text(marked)])
        return FastText(contained if size >= _MUCH * len(whole.text) else whole, is_sound=False)
    except InputError:
        raise
    except Exception as error:
        raise InputError(name, f"not HTML that can be parsed ({error})") from error


def _own_reading(tree: Any, skipped: Iterable[str]) -> str:
    """Return the text, with little markup, that resiliparse finds in a page by itself."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - see `fast_main_text`

    return str(extract_plain_text(tree, main_content=True, comments=False, skip_elements=[*skipped], **_MARKED))


def _contained_text(name: str, tree: Any, long_lines: str) -> MainText:
    """Return the text of the first element that holds a main text by its class or name; empty where there is none."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - see `fast_main_text`

    for selector in CONTAINERS if tree.body is not None else ():
        element = tree.body.query_selector(selector)
        if element is None:
            continue
        html = element.html
        if may_be_annotated(html):
            html = without_annotations(name, html)
        html = _IN_NO_PARAGRAPH.sub(r"\g<0><p>", html)
        blocks = main_blocks(
            extract_plain_text(html, main_content=False, skip_elements=[*NO_TEXT], **_MARKED), long_lines
        )
        if len(blocks) > 1:
            return _quoting(html, blocks)
    return MainText()


def _holds_most(text: str, blocks: list[str]) -> bool:
    """Return whether a text holds most of the long lines of blocks, of which there are some."""
    if len(text) < _SHORT_TEXT:
        return False
    letters = letters_of(text)
    lines = [letters_of(line) for block in blocks for line in block.split("\n") if len(line) >= _LONG_LINE]
    held = sum(len(line) for line in lines if line in letters)
    return held > 0 and held >= _MOST_HELD * sum(map(len, lines))


def _quoting(source: str, blocks: list[str]) -> MainText:
    """Return blocks as a main text, in which those are told that are block quotations of the source."""
    text = _GAP.join(blocks)
    return MainText(text, _quotations(source, text))


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
