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
_DAY = re.compile(r"(?:^|[^\W\d_]\.? )\d{1,2}$")
_LONGEST_ABBREVIATION, _LONGEST_BRACKET = 12, 40
_MOST_PLACES = 40
"""Places of a line that are looked at: the first and the last ones of more."""
_LONGEST = 600
"""Characters before and behind a place that belong to its sentence at most."""
_LEADING = " \t.!?…;:|—–)•·\"'”»*_>"


def sentences_around(shown: str, places: Sequence[int]) -> list[tuple[int, int]]:
    """Return the bounds of the sentences in which places lie, in order, each once.

    Of a long sentence only what stands near a place is returned.
    """
    if len(places) > _MOST_PLACES:
        places = [*places[: _MOST_PLACES // 2], *places[-_MOST_PLACES // 2 :]]
    bounds: list[tuple[int, int]] = []
    for place in places:
        if not bounds or place >= bounds[-1][1]:
            bounds.append((_begin(shown, place, bounds[-1][1] if bounds else 0), _end(shown, place)))
    return [(_first_letter(shown, start), end) for start, end in bounds]


def _begin(shown: str, place: int, first: int) -> int:
    """Return where the sentence begins in which a place lies, not before `first`."""
    low = max(first, place - _LONGEST)
    ends = [
        found.end()
        for found in _END.finditer(shown, max(low - 1, 0), min(place + 2, len(shown)))
        if found.end() <= place and not _is_abbreviation(shown, found.start())
    ]
    return max([low, *ends])


def _end(shown: str, place: int) -> int:
    high = min(place + _LONGEST, len(shown))
    for found in _END.finditer(shown, place, min(high + 2, len(shown))):
        if not _is_abbreviation(shown, found.start()):
            return found.end()
    return high


def _is_abbreviation(shown: str, at: int) -> bool:
    """Return whether a full stop ends an abbreviation, or stands in brackets within a sentence: *the (Salem, Ore.)*."""
    before = shown[max(at - _LONGEST_BRACKET, 0) : at]
    if shown[at + 1 : at + 2] == ")" and "(" in before and not shown.startswith("("):
        return True
    if _DAY.search(before) and shown[at] == ".":
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
