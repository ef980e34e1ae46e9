"""Two blocks of a text → whether they are the halves of one paragraph that a page break went through: the rules.

A seam lies where running text breaks off in mid-sentence and running text goes on in lower case. Headings, bylines and
addresses do neither. `c/seams.h` holds UTF-8 to the same rules.
"""

from __future__ import annotations

import re

CLOSERS = "\"'”’»)]*_"  # noqa: RUF001 - closing quotation marks
ENDS = ".!?…:;。！？؟।"  # noqa: RUF001 - sentence ends of several scripts
DASHES = ",-–—"  # noqa: RUF001 - what a line may break off with, beside letters and digits
FEWEST_WORDS = 8
"""Words that a block has at least if it is running text: shorter ones are headings, bylines, captions."""
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"\S*(?:@|://|\w\.\w)\S*")


def is_seam(paragraph: str, block: str) -> bool:
    """Return whether a block goes on where the paragraph before it breaks off; no white space is around either."""
    return block[0].islower() and _goes_on(block) and _breaks_off(paragraph)


def _goes_on(block: str) -> bool:
    """Return whether a block reads like the second half of a sentence."""
    first = block.split(maxsplit=1)[0]
    if first != first.lower() or _ADDRESS.fullmatch(first):
        return False  # addresses and names such as iPhone begin in lower case anywhere
    return block.rstrip(CLOSERS)[-1:] in ENDS or _is_running(block)


def _breaks_off(paragraph: str) -> bool:
    """Return whether a paragraph reads like the first half of a sentence."""
    last = paragraph[-1]
    if not (last.isalnum() or last in DASHES) or _ADDRESS.fullmatch(paragraph.rsplit(maxsplit=1)[-1]):
        return False
    return _is_running(paragraph)


def _is_running(block: str) -> bool:
    return sum(1 for _ in zip(range(FEWEST_WORDS), _WORD.finditer(block), strict=False)) == FEWEST_WORDS
