"""Templates of phrases → compiled patterns: how a language's file says what an attribution looks like.

A template is words, with `[…]` for what may be left out, `(a|b)` for a choice, `{name}` for a list of the file's
``[words]`` table or one of the `SLOTS`, `^` for the beginning of a line or sentence and `$` for the end of the line.
Words meet in any case and with any white space between them. Which templates there are is the files' affair.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻŁŃŅŇŌŐŒŘŚŞŠŤŪŮŰŸŹŻŽΑ-ΩА-ЯЁ"
_INITIALS = rf"(?:[{UPPER}]\.){{1,5}}(?:[{UPPER}]\w+)?"
_CAPITAL = rf"[{UPPER}0-9][\w'&/+!-]*(?:\.\w[\w-]*)*(?:(?<=\bSt)\.|(?<=\bDr)\.|!)?"
_ADDRESS = r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/[^\s,;)\]]*)?"
_INSIDE = (
    r"(?:of|the|for|de|la|le|les|l'|du|des|d'|der|die|das|den|del|della|dei|di|do|da|dos|das|e|y|et|und|für|zu|&|\+)"
)
_PAIR = rf"{_CAPITAL}\s+(?:and|und|et|y|e)\s+{_CAPITAL}(?=\s*(?:[.,;:)]|$))"
_TOKEN = rf"(?:{_ADDRESS}|{_INITIALS}|{_CAPITAL})"
_QUOTES = "\"“”„»«\u2018'"
_SMALL = r"(?:(?i:the|an?|der|die|das|den|dem|le|la|les|el|il)\s+)?"
NAME = re.compile(
    rf"(?:(?i:the|der|die|das|den|dem|il|la|le|les|el|o|a)\s+|(?i:l'))?"
    rf"(?:{_PAIR}|{_TOKEN}(?:\s*[-\u2013]\s*(?=[{UPPER}]){_CAPITAL}|\s+(?:{_INSIDE}\s*){{0,3}}{_TOKEN}){{0,9}})"
)
"""A name as it is written: capitalised words, with the small words between them, or an address."""

LONE_WORD = re.compile(
    r"(?:(?:the|der|die|das|den|dem|il|la|le|les|el)\s+)?"
    r"[a-z][\w-]{2,24}(?=\s*(?:[.,;:)]|$|\s(?:and|und|et|y|e)\s))",
    re.MULTILINE,
)
"""A name that is written small: one word, at a point where a name must stand."""

_SOURCE = (
    rf"(?:(?:(?i:the)\s+)?\([^()\n]{{1,40}}\)\s*)?[{_QUOTES}(]?\s*"
    rf"(?P<source>)(?=(?:(?i:the|der|die|das|den|dem|il|la|le|les|el|o|a)\s+|(?i:l'))?[{UPPER}0-9]|[a-z])"
)
_NO_END = r"(?:[^.!?\n]|(?<=\b\w)\.|(?<=\bDr)\.|(?<=\bSt)\.|(?<=\bMr)\.|\.(?=\w))"

SLOTS: dict[str, str] = {
    "source": _SOURCE,
    "gap": rf"{_NO_END}{{0,180}}?",
    "short": rf"(?:(?![()]){_NO_END}){{1,60}}?",
    "up-to-three-words": r"(?:[\w'-]+\s+){0,2}?[\w'-]+",
    "names": r"(?P<names>[^\n]{2,90}?)",
    "earlier-source": r"(?P<earlier>[^,;:.\n]{2,60}?)",
    "headline": r"^[^\n]{8,200}?",
    "rest": r"",
}
"""Slots that every language has: the claimed source, a gap inside a sentence, names to the end of the line."""

_OPTIONAL_SHORT = f"(?:{SLOTS['short']}\\s*)?"
_OPTIONAL_GAP = re.compile(r"\(\?:" + re.escape(_NO_END) + r"\{\d+,\d+\}\?\\s\*\)\?|" + re.escape(_OPTIONAL_SHORT))
_NOTE = r"[\w' ]{0,20}(?i:note|update|anmerkung|nota|note de)[\w' ]{0,20}:\s*"
_START = (
    rf"(?:^[^\w\n]*(?:{_NOTE})?"
    rf"|(?:[.!?\u2026][\"\u201d')\]]*\s+|[:;|\u2013\u2014]\s+|\(\s*)[{_QUOTES}(]*(?=[{UPPER}]))"
)
_STRUCTURE = re.compile(r"[\[\]()|^$]|\{")
_TOKENS = re.compile(r"[\[\]()|^$]|\{[^}]+\}|[^\s\[\]()|{}^$]+")


_LONGEST = {"names": 90, "gap": 180, "short": 60, "earlier-source": 60, "headline": 200, "rest": 0}
"""The characters that slots meet at most."""
_ANYTHING, _NOTHING = "{}", ""
"""What may stand first, beside words."""


class Expander:
    """Turns the templates of one language into patterns.

    `words` are its lists, `date` its pattern of a date; `not_names` stand where a name would and are none.
    """

    def __init__(self, words: Mapping[str, Sequence[str]], date: str, not_names: Sequence[str] = ()) -> None:
        self._words = words
        refused = "|".join(re.escape(word) for word in not_names) or r"(?!)"
        source = rf"(?!(?:{_SMALL})?(?:{date}|(?i:{refused})(?!\w))){SLOTS['source']}"
        self._slots = {**SLOTS, "date": date, "source": source}
        self._expanded: dict[str, str] = {}
        self._needed: dict[str, tuple[tuple[str, ...], ...]] = {}

    def compiled(self, template: str) -> re.Pattern[str]:
        """Return the pattern of a template; a list that is not there is a `KeyError`."""
        expression = _OPTIONAL_GAP.sub(r"\g<0>?", self._expression(template))  # the shortest gap that fits, or none
        return re.compile(expression, re.MULTILINE)

    def needs(self, template: str) -> tuple[tuple[str, ...], ...]:
        """Return what a line must hold for the template to match: of each tuple one string, in lower case.

        Optional parts need nothing. This is what saves most patterns from ever being compiled.
        """
        return tuple(self._needs(_TOKENS.findall(template)))

    def begins(self, template: str) -> frozenset[str] | None:
        """Return the words, in lower case, with one of which the template begins; None where that may be anything."""
        words = self._begins(_TOKENS.findall(template))
        return None if words & {_ANYTHING, _NOTHING} else frozenset(words)

    def neighbours(self, template: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """Return words of which one of each first tuple stands right before one of the second, in lower case."""
        ends = [*self._ends_of_pieces(_TOKENS.findall(template))]
        return tuple((tuple(lasts), tuple(firsts)) for (_, lasts), (firsts, _) in pairwise(ends) if lasts and firsts)

    def _ends_of_pieces(self, pieces: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
        """Yield the words with which each piece begins and ends; none for one that may be left out, or be anything."""
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            choices = [[piece]]
            if piece in "[(":
                end = _closing(pieces, at)
                choices = _alternatives(pieces[at + 1 : end]) if piece == "(" else []
                at = end
            elif piece.startswith("{"):
                choices = [_TOKENS.findall(choice) for choice in self._words.get(piece[1:-1], ())]
            elif piece in "^$|":
                choices = []
            if all(choice and not any(_STRUCTURE.match(token) for token in choice) for choice in choices):
                yield [choice[0].lower() for choice in choices], [choice[-1].lower() for choice in choices]
            else:
                yield [], []
            at += 1

    def longest(self, template: str) -> int | None:
        """Return how many letters and digits the template can meet at most; None where a slot has no such bound."""
        return self._longest(_TOKENS.findall(template))

    def _longest(self, pieces: Sequence[str]) -> int | None:
        choices = _alternatives(pieces)
        if len(choices) > 1:
            return self._longest_of(choices)
        total = 0
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            most: int | None = len(piece)
            if piece in "[(":
                end = _closing(pieces, at)
                most = self._longest(pieces[at + 1 : end])
                at = end
            elif piece.startswith("{"):
                name = piece[1:-1]
                known = _LONGEST.get(name) if name in self._slots else None
                most = known if name in self._slots else self._longest_of(map(_TOKENS.findall, self._words[name]))
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
        words: set[str] = {_NOTHING}
        at = 0
        while at < len(pieces) and _NOTHING in words:
            piece = pieces[at]
            if piece in "[(":
                end = _closing(pieces, at)
                first = set[str]().union(*map(self._begins, _alternatives(pieces[at + 1 : end])))
                words = (words if piece == "[" else _without_nothing(words)) | first
                at = end
            elif piece == "|":  # alternatives of the whole
                return words | self._begins(pieces[at + 1 :])
            elif piece not in "^$":
                words = _without_nothing(words) | self._first_of(piece)
            at += 1
        return words

    def _first_of(self, piece: str) -> set[str]:
        if not piece.startswith("{"):
            return {piece.lower()}
        if piece[1:-1] in self._slots:
            return {_ANYTHING}
        return set[str]().union(*(self._begins(_TOKENS.findall(choice)) for choice in self._words[piece[1:-1]]))

    def _needs(self, pieces: Sequence[str]) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            if piece == "|":  # alternatives of the whole: none of them is needed
                return []
            if piece in "[(":
                end = _closing(pieces, at)
                found += self._one_of(_alternatives(pieces[at + 1 : end])) if piece == "(" else ()
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
            self._needed[name] = self._one_of([_TOKENS.findall(choice) for choice in self._words[name]])
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

    def _expression(self, template: str) -> str:
        return "".join(self._token(token) for token in _TOKENS.findall(template))

    def _token(self, token: str) -> str:
        if token.startswith("{"):
            return self._slot(token[1:-1])
        fixed = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "^": _START, "$": r"[^\w\n]*$"}
        return fixed.get(token) or _word(token)

    def _slot(self, name: str) -> str:
        if name in self._slots:
            return self._slots[name] + r"\s*"
        if name not in self._words:
            msg = f"there is no list {name!r} in [words]"
            raise KeyError(msg)
        if name not in self._expanded:
            choices = sorted(self._words[name], key=len, reverse=True)
            self._expanded[name] = "(?:" + "|".join(self._expression(choice) for choice in choices) + ")"
        return self._expanded[name]


def _without_nothing(words: set[str]) -> set[str]:
    return words - {_NOTHING}


def _closing(pieces: Sequence[str], opening: int) -> int:
    """Return the place of the bracket that closes the one at `opening`, or the end if none does."""
    depth = 0
    for at in range(opening, len(pieces)):
        depth += (pieces[at] in "[(") - (pieces[at] in "])")
        if depth == 0:
            return at
    return len(pieces)


def _alternatives(pieces: Sequence[str]) -> list[list[str]]:
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


def _word(word: str) -> str:
    before = r"(?<!\w)" if word[0].isalnum() else ""
    after = r"(?!\w)" if word[-1].isalnum() else ""
    return rf"{before}(?i:{re.escape(word)}){after}\s*"
