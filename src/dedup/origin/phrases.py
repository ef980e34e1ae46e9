"""Templates of phrases → compiled patterns: how a language's file says what an attribution looks like.

A template is words, with `[…]` for what may be left out, `(a|b)` for a choice, `{name}` for a list of the file's
``[words]`` table or one of the `SLOTS`, `^` for the beginning of a line or sentence and `$` for the end of the line.
Words meet in any case and with any white space between them. Which templates there are is the files' affair.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from dedup.origin.templates import TOKENS, Requirements, alternatives, closing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dedup.origin.dates import Calendar

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
    "up-to-three-words": r"(?:[\w'-]{1,40}\s+){0,2}?[\w'-]{1,40}",
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


_FIXED = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "^": _START, "$": r"[^\w\n]*$"}
_PLAIN = re.compile(r"[^\W_](?:[\w/'-]*[^\W_])?")
"""A word that begins and ends with a letter or digit."""


class Expander:
    """Turns the templates of one language into patterns; `requirements` says what a line must hold for them.

    `words` are its lists, `calendar` has its dates; `not_names` stand where a name would and are none.
    """

    def __init__(self, words: Mapping[str, Sequence[str]], calendar: Calendar, not_names: Sequence[str] = ()) -> None:
        self._words = words
        refused = "|".join(re.escape(word) for word in not_names) or r"(?!)"
        no_source = rf"(?!(?:{_SMALL})?(?:{calendar.beginning}|(?i:{refused})(?!\w)))"
        self._slots = {**SLOTS, "date": calendar.pattern, "source": no_source + SLOTS["source"]}
        self._expanded: dict[str, str] = {}
        self.requirements = Requirements(words, self._slots)

    def compiled(self, template: str) -> re.Pattern[str]:
        """Return the pattern of a template; a list that is not there is a `KeyError`."""
        expression = self._expression(template)
        return re.compile(_OPTIONAL_GAP.sub(r"\g<0>?", expression), re.MULTILINE)  # the shortest gap that fits, or none

    def _expression(self, template: str) -> str:
        return self._of_pieces(TOKENS.findall(template))

    def _of_pieces(self, pieces: Sequence[str]) -> str:
        parts: list[str] = []
        at = 0
        while at < len(pieces):
            end = at + 1
            if pieces[at] in "[(" and (end := closing(pieces, at)) < len(pieces):
                inner = pieces[at + 1 : end]
                end += 1
                parts += "(?:", _one_of_words(alternatives(inner)) or self._of_pieces(inner), _FIXED[pieces[end - 1]]
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
        return self._slot(token[1:-1]) if token.startswith("{") else _FIXED.get(token) or _word(token)

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
    """Return the pattern of one of several rows of words, where that is all: it is made sooner as one."""
    if not all(row and all(map(_PLAIN.fullmatch, row)) for row in rows):
        return ""
    listed = "|".join(r"\s+".join(map(re.escape, row)) for row in rows)
    return rf"(?<!\w)(?i:{listed})(?!\w)\s*"


def _word(word: str) -> str:
    before = r"(?<!\w)" if word[0].isalnum() else ""
    after = r"(?!\w)" if word[-1].isalnum() else ""
    return rf"{before}(?i:{re.escape(word)}){after}\s*"
