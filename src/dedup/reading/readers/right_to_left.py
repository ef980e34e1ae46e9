"""Words of Arabic and Hebrew that PDFium gives with their letters from left to right become words as they are written.

A program that sets such a text places its letters where they are seen, often from the left. PDFium turns them round,
but not in all words of a line, and only the places of the letters show in which.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile("[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]{2,}")
"""Letters and their marks, and no digits: numbers are written from the left."""


def has_right_to_left(text: str) -> bool:
    """Return whether a text has a word that is written from the right."""
    return _WORD.search(text) is not None


def with_words_turned(text: str, letters: Iterable[tuple[str, float]]) -> str:
    """Return the text of a page with the words turned round that stand on it from left to right.

    `letters` are the characters of the page in the order of the text, each with the place of its left edge. A word
    that is there several times is turned if most of them stand so.
    """
    characters, places = [], []
    for character, place in letters:
        characters.append(character)
        places.append(place)
    votes: Counter[str] = Counter()
    for word in _WORD.finditer("".join(characters)):
        from_left = places[word.start()] < places[word.end() - 1]
        votes[word[0]] += 1 if from_left else -1
    return _WORD.sub(lambda word: word[0][::-1] if votes[word[0]] > 0 else word[0], text)
