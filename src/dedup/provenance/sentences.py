"""A text → what its sentences say of the source: any sentence of its head and its tail, elsewhere of "this article".

A text is searched for the stems of the phrases; only lines that hold one are looked at.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dedup.provenance.credits import KINDS_OF_ROLES, Hint, credits_in
from dedup.provenance.lines import HEAD, line_end, lines_between, lower_in_place
from dedup.provenance.marks import CREDITS, EVERY_LINE, Marks
from dedup.provenance.tails import FURTHEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.provenance.claims import Claim
    from dedup.provenance.language import Language


def credits_of(text: str, spoken: tuple[Language, ...], marks: Marks = EVERY_LINE) -> Iterator[Claim]:
    """Yield what the sentences of a text say of its source; only lines that `marks` has as such may say something."""
    if marks.lines is None:
        pieces = [(0, text)]
    else:
        pieces = [(begin, text[begin : line_end(text, begin)]) for begin in marks.of(CREDITS)]
    tail = max(len(text) - FURTHEST, 0)
    for begin, piece in pieces:
        hints = _hints(piece, begin, spoken)
        for start in sorted(hints):
            number = text.count("\n", 0, start) + 1
            for line in lines_between(text, start, line_end(text, start), number):
                yield from credits_in(line, sorted(hints[start], key=_by_role), edge=start < HEAD or start >= tail)


def _hints(piece: str, begin: int, spoken: tuple[Language, ...]) -> dict[int, list[Hint]]:
    """Return where in a piece of a text, which begins at a place, stems stand, by the beginnings of their lines."""
    lowered = lower_in_place(piece)
    hints: dict[int, list[Hint]] = {}
    for stem, meant in _stems(spoken).items():
        at = lowered.find(stem)
        while at >= 0:
            found = hints.setdefault(begin + lowered.rfind("\n", 0, at) + 1, [])
            found += [Hint(language, role, begin + at) for language, role in meant]
            at = lowered.find(stem, at + 1)
    return hints


@cache
def _stems(spoken: tuple[Language, ...]) -> dict[str, list[tuple[Language, str]]]:
    """Return the stems of all phrases that name a source, each with the languages and roles that it may mean."""
    stems: dict[str, list[tuple[Language, str]]] = {}
    for language in spoken:
        for role in KINDS_OF_ROLES:
            for stem in language.phrases[role].stems:
                stems.setdefault(stem, []).append((language, role))
    return stems


_ORDER = {role: number for number, role in enumerate(KINDS_OF_ROLES)}


def _by_role(hint: Hint) -> tuple[int, int]:
    return _ORDER[hint.role], hint.at
