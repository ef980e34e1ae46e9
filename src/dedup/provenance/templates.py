"""Templates of phrases → what a line must hold for one to match: words anywhere, where it begins, and side by side.

This is what saves most patterns from ever being compiled, and most lines from being read. How a template is written
stands in `phrases`.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

TOKENS = re.compile(r"[\[\]()|^$]|\{[^}]+\}|[^\s\[\]()|{}^$]+")
"""The pieces of a template."""
_STRUCTURE = re.compile(r"[\[\]()|^$]|\{")
_LONGEST = {
    "names": 90,
    "gap": 180,
    "short": 60,
    "earlier-source": 60,
    "headline": 200,
    "rest": 0,
    "up-to-three-words": 120,
}
"""The characters that slots meet at most."""
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
        """Return what a line must hold for the template to match: of each tuple one string, in this order.

        Optional parts need nothing.
        """
        return tuple(self._needs(TOKENS.findall(template)))

    def gaps(self, template: str) -> tuple[int | None, ...]:
        """Return how many letters and digits may stand before each of its needs, behind the one before, at most.

        Before the first it is counted from where the template begins. None is any number.
        """
        gaps: list[int | None] = []
        gap: int | None = 0
        for pieces in _parts(TOKENS.findall(template)):
            needs, around = self._needs(pieces), self._longest(pieces)
            beside = 0 if needs and self._is_word(pieces) else around
            if needs:
                gaps.append(_sum(gap, beside))
                gap = beside
            else:
                gap = _sum(gap, around)
        return tuple(gaps)

    def _is_word(self, pieces: Sequence[str]) -> bool:
        """Return whether a word, a list or what stands in a bracket is a single word, whichever is chosen."""
        if not _STRUCTURE.match(pieces[0]):
            return True
        listed = self._words[pieces[0][1:-1]] if pieces[0].startswith("{") else ()
        choices = [*map(TOKENS.findall, listed)] or alternatives(pieces[1:-1])
        return all(len(choice) == 1 and not _STRUCTURE.match(choice[0]) for choice in choices)

    def begins(self, template: str) -> frozenset[str] | None:
        """Return the words with one of which the template begins; None where that may be anything."""
        words = self._begins(TOKENS.findall(template))
        return None if words & {_ANYTHING, _NOTHING} else frozenset(words)

    def neighbours(self, template: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """Return words of which one of each first tuple stands right before one of the second."""
        pieces = TOKENS.findall(template)
        ends = [*self._ends_of_pieces(pieces)] if len(alternatives(pieces)) == 1 else []
        return tuple((tuple(lasts), tuple(firsts)) for (_, lasts), (firsts, _) in pairwise(ends) if lasts and firsts)

    def _ends_of_pieces(self, pieces: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
        """Yield the words with which each piece begins and ends; none for one that may be left out, or be anything."""
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            choices = [[piece]]
            if piece in "[(":
                end = closing(pieces, at)
                choices = alternatives(pieces[at + 1 : end]) if piece == "(" else []
                at = end
            elif piece.startswith("{"):
                choices = [TOKENS.findall(choice) for choice in self._words.get(piece[1:-1], ())]
            elif piece in "^$|":
                choices = []
            if all(choice and not any(_STRUCTURE.match(token) for token in choice) for choice in choices):
                yield [choice[0].lower() for choice in choices], [choice[-1].lower() for choice in choices]
            else:
                yield [], []
            at += 1

    def longest(self, template: str) -> int | None:
        """Return how many letters and digits the template can meet at most; None where a slot has no such bound."""
        return self._longest(TOKENS.findall(template))

    def _longest(self, pieces: Sequence[str]) -> int | None:
        choices = alternatives(pieces)
        if len(choices) > 1:
            return self._longest_of(choices)
        total = 0
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            most: int | None = len(piece)
            if piece in "[(":
                end = closing(pieces, at)
                most = self._longest(pieces[at + 1 : end])
                at = end
            elif piece.startswith("{"):
                name = piece[1:-1]
                known = _LONGEST.get(name) if name in self._slots else None
                most = known if name in self._slots else self._longest_of(map(TOKENS.findall, self._words[name]))
            if most is None:
                return None
            total += most
            at += 1
        return total

    def _longest_of(self, choices: Iterable[Sequence[str]]) -> int | None:
        lengths = [self._longest(choice) for choice in choices]
        return None if None in lengths else max((length for length in lengths if length is not None), default=0)

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


def _parts(pieces: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the pieces of a template one by one, with all that stands in a bracket as one."""
    if len(alternatives(pieces)) > 1:
        yield pieces
        return
    at = 0
    while at < len(pieces):
        end = closing(pieces, at) + 1 if pieces[at] in "[(" else at + 1
        yield pieces[at:end]
        at = end


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


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
