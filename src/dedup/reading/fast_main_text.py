"""The source of a page becomes its main text by resiliparse, many times as fast as by trafilatura, and less exactly.

resiliparse parses and reads in Rust, by the names and classes of elements alone. Annotations are left out by selectors,
which know readings of ruby, deleted words and raised links to a note, but no other marks of notes.
"""

from __future__ import annotations

import re
from typing import Any

from dedup.errors import InputError
from dedup.reading.main_text import MainText
from dedup.spans import Span, merged

_ANNOTATIONS = ["rt", "rtc", "rp", "del", "sup > a[href^='#']"]
_BLANK_LINES = re.compile(r"\n\s*\n")
_NUL = "\0"


def fast_main_text(name: str, source: str) -> MainText:
    """Return the main text of a page, paragraphs separated by blank lines, and its block quotations.

    Raises `InputError` where resiliparse cannot read the page.
    """
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - an extra
    from resiliparse.parse.html import HTMLTree  # noqa: PLC0415 - an extra

    try:
        tree = HTMLTree.parse(source.replace(_NUL, "\ufffd"))
        shown = extract_plain_text(
            tree, main_content=True, alt_texts=False, list_bullets=False, comments=False, skip_elements=_ANNOTATIONS
        )
    except Exception as error:
        raise InputError(name, f"not HTML that can be parsed ({error})") from error
    paragraphs = ("\n".join(filter(None, map(_in_one_line, one.split("\n")))) for one in _BLANK_LINES.split(shown))
    text = "\n\n".join(filter(None, paragraphs))
    return MainText(text, _quotations(tree, text))


def _in_one_line(line: str) -> str:
    return " ".join(line.split())


def _quotations(tree: Any, text: str) -> tuple[Span, ...]:
    """Return where the paragraphs of block quotations stand in a text."""
    found = []
    for element in tree.document.query_selector_all("blockquote"):
        for line in element.text.split("\n"):
            quoted = _in_one_line(line)
            start = text.find(quoted) if quoted else -1
            if start >= 0:
                found.append(Span(start, start + len(quoted)))
    return tuple(merged(found))
