"""A line → the sentences in which some places lie: credits are read a sentence at a time."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.origin.vocabulary import Vocabulary

_END = re.compile(r"[.!?…][\"'”\u2019)\]]*(?=\s+[\"'“(\[«„]?[^\Wa-zà-ÿа-я]|\s*$)|[。！？؟।][」』”）)\]]*|\s[|•·]\s")
_LONGEST_ABBREVIATION, _LONGEST_BRACKET = 12, 40
_MOST_PLACES = 40
"""Places of a line that are looked at: the first and the last ones of more."""
_LEADING = " \t.!?…;:|—–)•·\"'”»*_>"


def sentences_around(shown: str, places: Sequence[int]) -> list[tuple[int, int]]:
    """Return the bounds of the sentences in which places lie, in order, each once."""
    if not places:
        return []
    if len(places) > _MOST_PLACES:
        places = [*places[: _MOST_PLACES // 2], *places[-_MOST_PLACES // 2 :]]
    ends = [found.end() for found in _END.finditer(shown) if not _is_abbreviation(shown, found.start())]
    bounds = [*zip([0, *ends], [*ends, len(shown)], strict=True)]
    return [
        (_first_letter(shown, start), end) for start, end in bounds if any(start <= place < end for place in places)
    ]


def _is_abbreviation(shown: str, at: int) -> bool:
    """Return whether a full stop ends an abbreviation, or stands in brackets within a sentence: *the (Salem, Ore.)*."""
    before = shown[max(at - _LONGEST_BRACKET, 0) : at]
    if shown[at + 1 : at + 2] == ")" and "(" in before and not shown[:at].startswith("("):
        return True
    return _abbreviated(vocabulary()).search(before[-_LONGEST_ABBREVIATION:]) is not None


@cache
def _abbreviated(words: Vocabulary) -> re.Pattern[str]:
    """Return the pattern of an initial or an abbreviation, before a full stop that ends no sentence."""
    listed = (*words.lines.abbreviations, *words.persons.abbreviated_titles, *words.names.abbreviated)
    return re.compile(rf"(?:\b[A-Z]|\b(?:{one_of(listed)}))$")


def _first_letter(shown: str, at: int) -> int:
    while at < len(shown) and (shown[at].isspace() or shown[at] in _LEADING):
        at += 1
    return at
