"""Phrase patterns → compiled regular expressions, and the words that a line must hold for one to match.

A phrase pattern is a phrase as a language file has it: words, with `[…]` for what may be left out, `(a|b)` for a
choice, `{name}` for a list of the file's ``[words]`` table or a slot, `^` for the beginning of a line, perhaps behind a
label, and `$` for the end of the line. Words meet in any case and with any white space between them.

An expression takes milliseconds to compile. `Requirements` tells which lines cannot match, so that most expressions are
never compiled and most lines never read.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from dedup.origin.name_forms import QUOTES, UPPER, name_patterns
from dedup.origin.vocabulary import one_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dedup.origin.dates import Calendar
    from dedup.origin.vocabulary import Vocabulary

TOKENS = re.compile(r"[\[\]()|^$]|\{[^}]+\}|[^\s\[\]()|{}^$]+")
"""The pieces of a phrase pattern."""
_ANYTHING, _NOTHING = "{}", ""
"""What may stand first, beside words."""
_PLAIN = re.compile(r"[^\W_](?:[\w/'-]*[^\W_])?")
"""A word that begins and ends with a letter or digit."""


class Slots:
    """The parts of phrase patterns that every language has, in the words of a vocabulary.

    `expressions` has them by name: the claimed source, a gap inside a sentence, names to the end of the line. `fixed`
    are the expressions of the signs of patterns, and `optional_gap` finds the gaps that may be left out.
    """

    def __init__(self, words: Vocabulary) -> None:
        article = name_patterns().article
        stops = "".join(
            rf"(?<=\b{re.escape(word)})\.|"
            for word in dict.fromkeys((*words.persons.abbreviated_titles, *words.names.abbreviated))
        )
        no_end = rf"(?:[^.!?\n]|(?<=\b\w)\.|{stops}\.(?=\w))"
        short = rf"(?:(?![()]){no_end}){{1,60}}?"
        the = one_of(words.names.publication_articles)
        self.expressions = {
            "source": (
                rf"(?:(?:(?i:{the})\s+)?\([^()\n]{{1,40}}\)\s*)?[{QUOTES}(]?\s*"
                rf"(?P<source>)(?={article}[{UPPER}0-9]|[a-z])"
            ),
            "gap": rf"{no_end}{{0,180}}?",
            "short": short,
            "up-to-three-words": r"(?:[\w'-]{1,40}\s+){0,2}?[\w'-]{1,40}",
            "names": r"(?P<names>[^\n]{2,90}?)",
            "earlier-source": r"(?P<earlier>[^,;:.\n]{2,60}?)",
            "headline": r"^[^\n]{8,200}?",
            "rest": r"",
        }
        self.optional_gap = re.compile(
            r"\(\?:" + re.escape(no_end) + r"\{\d+,\d+\}\?\\s\*\)\?|" + re.escape(f"(?:{short}\\s*)?")
        )
        note = rf"[\w' ]{{0,20}}(?i:{one_of(words.lines.notes)})[\w' ]{{0,20}}:\s*"
        start = rf"^[^\w\n]*(?:{note})?"
        self.fixed = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "^": start, "$": r"[^\w\n]*$"}


def slots() -> Slots:
    """Return the slots of all languages."""
    return _slots(vocabulary())


@cache
def _slots(words: Vocabulary) -> Slots:
    return Slots(words)


class Expander:
    """Turns the phrase patterns of one language into expressions; `requirements` says what a line must hold for them.

    `words` are its lists, `calendar` has its dates; `not_names` stand where a name would and are none.
    """

    def __init__(self, words: Mapping[str, Sequence[str]], calendar: Calendar, not_names: Sequence[str] = ()) -> None:
        self._words = words
        refused = "|".join(re.escape(word) for word in not_names) or r"(?!)"
        no_source = rf"(?!{name_patterns().any_article}(?:{calendar.beginning}|(?i:{refused})(?!\w)))"
        shared = slots()
        self._slots = {
            **shared.expressions,
            "date": calendar.pattern,
            "source": no_source + shared.expressions["source"],
        }
        self._fixed = shared.fixed
        self._optional_gap = shared.optional_gap
        self._expanded: dict[str, str] = {}
        self.requirements = Requirements(words, self._slots)

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """Return the regular expression of a phrase pattern; a list that is not there is a `KeyError`."""
        expression = self._expression(pattern)
        return re.compile(
            self._optional_gap.sub(r"\g<0>?", expression), re.MULTILINE
        )  # the shortest gap that fits, or none

    def _expression(self, pattern: str) -> str:
        return self._of_pieces(TOKENS.findall(pattern))

    def _of_pieces(self, pieces: Sequence[str]) -> str:
        parts: list[str] = []
        at = 0
        while at < len(pieces):
            end = at + 1
            if pieces[at] in "[(" and (end := closing(pieces, at)) < len(pieces):
                inner = pieces[at + 1 : end]
                end += 1
                parts += (
                    "(?:",
                    _one_of_words(alternatives(inner)) or self._of_pieces(inner),
                    self._fixed[pieces[end - 1]],
                )
            elif _PLAIN.fullmatch(pieces[at]):
                row = [*takewhile(_PLAIN.fullmatch, pieces[at:])]
                end = at + len(row)
                parts.append(_one_of_words([row]))
            else:
                end = at + 1
                parts.append(self._token(pieces[at]))
            at = end
        return "".join(parts)

    def _token(self, token: str) -> str:
        return self._slot(token[1:-1]) if token.startswith("{") else self._fixed.get(token) or _word(token)

    def _slot(self, name: str) -> str:
        if name in self._slots:
            return self._slots[name] + r"\s*"
        if name not in self._words:
            msg = f"there is no list {name!r} in [words]"
            raise KeyError(msg)
        if name not in self._expanded:
            choices = sorted(self._words[name], key=len, reverse=True)
            words = _one_of_words([choice.split() for choice in choices])
            self._expanded[name] = words or f"(?:{'|'.join(map(self._expression, choices))})"
        return self._expanded[name]


def _one_of_words(rows: Sequence[Sequence[str]]) -> str:
    """Return the expression of one of several rows of words, where that is all: it is made sooner as one."""
    if not all(row and all(map(_PLAIN.fullmatch, row)) for row in rows):
        return ""
    listed = "|".join(r"\s+".join(map(re.escape, row)) for row in rows)
    return rf"(?<!\w)(?i:{listed})(?!\w)\s*"


def _word(word: str) -> str:
    before = r"(?<!\w)" if word[0].isalnum() else ""
    after = r"(?!\w)" if word[-1].isalnum() else ""
    return rf"{before}(?i:{re.escape(word)}){after}\s*"


class Requirements:
    """What the phrase patterns of one language need: `words` are its lists, `slots` the names of `Slots`.

    All words are in lower case. A list that is not there is a `KeyError`.
    """

    def __init__(self, words: Mapping[str, Sequence[str]], slots: Collection[str]) -> None:
        self._words = words
        self._slots = slots
        self._needed: dict[str, tuple[tuple[str, ...], ...]] = {}

    def needs(self, pattern: str) -> tuple[tuple[str, ...], ...]:
        """Return what a line must hold for the pattern to match: of each tuple one string.

        Optional parts need nothing.
        """
        return tuple(self._needs(TOKENS.findall(pattern)))

    def begins(self, pattern: str) -> frozenset[str] | None:
        """Return the words with one of which the pattern begins; None where that may be anything."""
        words = self._begins(TOKENS.findall(pattern))
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
        """Return what one of several choices needs: of each its longest word, of each the next one, and so on.

        That ends with the choice that needs the fewest words.
        """
        needed = [sorted(self._needs(choice), key=_shortest, reverse=True) for choice in choices]
        return tuple(tuple(dict.fromkeys(chain.from_iterable(words))) for words in zip(*needed, strict=False))


def _shortest(strings: Sequence[str]) -> int:
    return min(map(len, strings))


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
