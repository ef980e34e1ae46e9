"""Templates of phrases → what a line must hold for one to match: words anywhere, and words where it begins.

This is what saves most patterns from ever being compiled, and most lines from being read. How a template is written
stands in `phrases`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

TOKENS = re.compile(r"[\[\]()|^$]|\{[^}]+\}|[^\s\[\]()|{}^$]+")
"""The pieces of a template."""
_ANYTHING, _NOTHING = "{}", ""
"""What may stand first, beside words."""


class Requirements:
    """What the templates of one language need: `words` are its lists, `slots` the names that stand for patterns.

    All words are in lower case. A list that is not there is a `KeyError`.
    """

    def __init__(self, words: Mapping[str, Sequence[str]], slots: Collection[str]) -> None:
        self._words = words
        self._slots = slots
        self._needed: dict[str, tuple[tuple[str, ...], ...]] = {}

    def needs(self, template: str) -> tuple[tuple[str, ...], ...]:
        """Return what a line must hold for the template to match: of each tuple one string.

        Optional parts need nothing.
        """
        return tuple(self._needs(TOKENS.findall(template)))

    def begins(self, template: str) -> frozenset[str] | None:
        """Return the words with one of which the template begins; None where that may be anything."""
        words = self._begins(TOKENS.findall(template))
        return None if words & {_ANYTHING, _NOTHING} else frozenset(words)

    def _begins(self, pieces: Sequence[str]) -> set[str]:
        """Return the words that may stand first, `_ANYTHING` for a slot, `_NOTHING` where none has to stand."""
        choices = alternatives(pieces)
        if len(choices) > 1:
            return set[str]().union(*map(self._begins, choices))
        words: set[str] = {_NOTHING}
        at = 0
        while at < len(pieces) and _NOTHING in words:
            piece = pieces[at]
            if piece in "[(":
                end = closing(pieces, at)
                first = set[str]().union(*map(self._begins, alternatives(pieces[at + 1 : end])))
                words = (words if piece == "[" else _without_nothing(words)) | first
                at = end
            elif piece not in "^$":
                words = _without_nothing(words) | self._first_of(piece)
            at += 1
        return words

    def _first_of(self, piece: str) -> set[str]:
        if not piece.startswith("{"):
            return {piece.lower()}
        if piece[1:-1] in self._slots:
            return {_ANYTHING}
        return set[str]().union(*(self._begins(TOKENS.findall(choice)) for choice in self._words[piece[1:-1]]))

    def _needs(self, pieces: Sequence[str]) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            if piece == "|":  # alternatives of the whole: none of them is needed
                return []
            if piece in "[(":
                end = closing(pieces, at)
                found += self._one_of(alternatives(pieces[at + 1 : end])) if piece == "(" else ()
                at = end
            elif piece.startswith("{"):
                found += self._one_of_list(piece[1:-1])
            elif piece not in "^$":
                found.append((piece.lower(),))
            at += 1
        return found

    def _one_of_list(self, name: str) -> tuple[tuple[str, ...], ...]:
        if name in self._slots:
            return ()
        if name not in self._words:
            msg = f"there is no list {name!r} in [words]"
            raise KeyError(msg)
        if name not in self._needed:
            self._needed[name] = self._one_of([TOKENS.findall(choice) for choice in self._words[name]])
        return self._needed[name]

    def _one_of(self, choices: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
        """Return what one of several choices needs: of each its longest word; nothing if one of them needs nothing."""
        needed: list[str] = []
        for choice in choices:
            needs = self._needs(choice)
            if not needs:
                return ()
            needed += max(needs, key=lambda strings: min(map(len, strings)))
        return (tuple(dict.fromkeys(needed)),)


def _without_nothing(words: set[str]) -> set[str]:
    return words - {_NOTHING}


def closing(pieces: Sequence[str], opening: int) -> int:
    """Return the place of the bracket that closes the one at `opening`, or the end if none does."""
    depth = 0
    for at in range(opening, len(pieces)):
        depth += (pieces[at] in "[(") - (pieces[at] in "])")
        if depth == 0:
            return at
    return len(pieces)


def alternatives(pieces: Sequence[str]) -> list[list[str]]:
    """Return the pieces between bars that stand in no inner bracket."""
    parts: list[list[str]] = [[]]
    depth = 0
    for piece in pieces:
        depth += (piece in "[(") - (piece in "])")
        if piece == "|" and depth == 0:
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts
