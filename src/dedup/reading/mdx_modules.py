"""Imports and exports of an MDX text, which are code of the page's program, become spaces.

They are blocks of lines that begin a statement of JavaScript. Line breaks stay, so that all else keeps its place.
"""

from __future__ import annotations

import re

from dedup.reading.front_matter import blanked
from dedup.spans import Span

_LONGEST = 1 << 16
"""Characters of a statement that is searched for its end."""
_FENCE = r"(?P<fence>[ \t]{0,3}(?:`{3,}|~{3,}))"
_MODULE = re.compile(
    rf"""^(?:{_FENCE}
      | (?P<module>import[ \t]++(?:(?:[\w$*,]|[ \t]|\{{[^{{}}'";]{{0,500}}\}}){{1,600}}[ \t]from[ \t]*)?["'][^"'\n]+["']
        | export\s+(?:(?:default|const|let|var|function|async|class|type|interface|enum)\b|\*|\{{)))""",
    re.MULTILINE | re.VERBOSE,
)
_BLANK_LINE = re.compile(r"\n[ \t]*(?:\n|\Z)|\Z")
_BEGINS_BLOCK = re.compile(r"(?:\A|\n)\s*\n\Z|\A\s*\Z")
_MOST_BLANK = 200
"""Characters in which a blank line is looked for; front matter is blank by then."""
_BRACKET = re.compile(r"""(?P<quoted>"[^"\n]*"|'[^'\n]*'|`[^`]*`)|(?P<opens>[(\[{])|(?P<closes>[)\]}])""")


def without_modules(text: str) -> str:
    """Return an MDX text whose imports and exports are spaces: blocks of lines that begin a statement of JavaScript.

    Those in a block of code are text of the page. A statement with open brackets goes on behind a blank line, unless
    one before it never closes its own.
    """
    spans: list[Span] = []
    at, fence, closes = 0, "", True
    while found := _MODULE.search(text, at):
        at = found.end()
        if found["fence"]:
            mark = found["fence"].strip()
            fence = mark if not fence else "" if mark.startswith(fence) else fence
        elif not fence and _BEGINS_BLOCK.search(text, max(found.start() - _MOST_BLANK, 0), found.start()):
            at, closes = _end_of_block(text, found.start(), across=closes)
            spans.append(Span(found.start(), at))
    return blanked(text, spans)


def _end_of_block(text: str, start: int, *, across: bool) -> tuple[int, bool]:
    """Return the end of a block of statements, and whether its brackets close.

    It is the first blank line outside of brackets where these may go `across` one, and the first one at all otherwise.
    """
    first = depth = 0
    at = start
    while found := _BLANK_LINE.search(text, at):
        first = first or found.start()
        for bracket in _BRACKET.finditer(text, at, found.start()):
            depth += 1 if bracket["opens"] else -1 if bracket["closes"] else 0
        if depth <= 0:
            return found.start(), True
        if not across or found.start() - start > _LONGEST or found.end() >= len(text):
            break
        at = found.start() + 1
    return first, False
