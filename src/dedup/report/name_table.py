"""Names, and what is shown in place of each: the names that a text holds are found and replaced.

What stands between the words of a name does not count, so that a name is also found where a line ends in it. A name of
one word is found as it is written, a longer one in any case. Addresses of pages and mailboxes are replaced too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
"""An address of a page or a mailbox."""
WORD = re.compile(r"\w+")

_ADDRESS_SHOWN = "[address]"
_LONGEST_GAP = 3
"""Characters between two words of one name, such as ``, `` or a line end."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """The characters ``start <= i < end`` of a text, and what is shown in their place."""

    start: int
    end: int
    shown: str


class NameTable:
    """Names with what is shown in place of each.

    `ids` are those of documents. `names` has the words of each name that is replaced in texts too. `short_ids` are ids
    that any text may hold as a word; they are replaced only in sentences of the program.
    """

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.names: dict[tuple[str, ...], str] = {}
        self.short_ids: dict[str, str] = {}
        self._sizes: dict[str, list[int]] = {}

    def add(self, name: str, shown: str) -> None:
        """Show `shown` in place of a name in texts, unless something is shown in its place already."""
        words = _key(WORD.findall(name))
        if not words or words in self.names:
            return
        self.names[words] = shown
        sizes = self._sizes.setdefault(words[0].lower(), [])
        if len(words) not in sizes:
            sizes.append(len(words))
            sizes.sort(reverse=True)

    def replacements(self, text: str) -> list[Replacement]:
        """Return what is replaced in a text, in order; no two of them overlap."""
        addresses = [Replacement(*match.span(), _ADDRESS_SHOWN) for match in ADDRESS.finditer(text)]
        found: list[Replacement] = []
        for each in sorted([*addresses, *self._names_in(text)], key=lambda each: (each.start, -each.end)):
            if not found or each.start >= found[-1].end:
                found.append(each)
            elif each.end > found[-1].end:
                found[-1] = replace(found[-1], end=each.end)
        return found

    def sentence(self, text: str) -> str:
        """Return a sentence of the program with its names replaced, short ids too."""
        words = self.short_ids
        return self.text(WORD.sub(lambda word: words.get(word[0], word[0]), text) if words else text)

    def _names_in(self, text: str) -> Iterator[Replacement]:
        words = list(WORD.finditer(text))
        place = 0
        while place < len(words):
            size, shown = self._name_at(words, place)
            if size:
                yield Replacement(words[place].start(), words[place + size - 1].end(), shown)
            place += max(size, 1)

    def _name_at(self, words: Sequence[re.Match[str]], place: int) -> tuple[int, str]:
        """Return how many words the longest name has that begins at a place (0: none does), and what is shown."""
        for size in self._sizes.get(words[place][0].lower(), ()):
            part = words[place : place + size]
            shown = self.names.get(_key([word[0] for word in part]))
            if shown is not None and len(part) == size and _stand_together(part):
                return size, shown
        return 0, ""

    def text(self, text: str) -> str:
        """Return a text with its names replaced."""
        return replaced(text, self.replacements(text))


def replaced(text: str, replacements: Iterable[Replacement]) -> str:
    """Return a text with these replacements made; they come in order, and none overlaps another."""
    parts, end = [], 0
    for each in replacements:
        parts += [text[end : each.start], each.shown]
        end = each.end
    return "".join([*parts, text[end:]])


def _key(words: list[str]) -> tuple[str, ...]:
    return tuple(map(str.lower, words)) if len(words) > 1 else tuple(words)


def _stand_together(words: Sequence[re.Match[str]]) -> bool:
    return all(after.start() - before.end() <= _LONGEST_GAP for before, after in pairwise(words))
