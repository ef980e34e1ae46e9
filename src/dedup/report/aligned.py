"""Two versions of a passage in step: sentence beside sentence, with the words that differ told apart.

The two sides stay together because rows only end where both texts have the same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dedup.report.changes import changes, either

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dedup.report.changes import Token

Kind = Literal["same", "gone", "come"]
"""Words of both texts, of a only, of b only."""

LONGEST = 40
"""Words after which a row ends even inside a sentence, at the next place where it may."""

_SENTENCE_ENDS = re.compile("[.!?\u2026\u3002\uff01\uff1f][\"'\u201d\u2019\u00bb)\\]]*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of one kind that stand together: as a has them, or for `come` as b has them.

    Words that are the same may still have white space before them in one text only; `in_b` is how b has them.
    """

    kind: Kind
    words: tuple[Token, ...]
    in_b: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """The two texts for one sentence or so, in pieces: those of a and b are the same where their kind is `same`."""

    pieces: tuple[Piece, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return all(piece.kind == "same" for piece in self.pieces)

    @property
    def words(self) -> int:
        """How many words the row has, those of both texts taken once."""
        return sum(len(piece.words) for piece in self.pieces)

    def side(self, kind: Kind) -> tuple[Piece, ...]:
        """Return the pieces of one text: with `gone` those of a, with `come` those of b."""
        pieces = (piece for piece in self.pieces if piece.kind in ("same", kind))
        if kind != "come":
            return tuple(pieces)
        return tuple(Piece("same", piece.in_b) if piece.kind == "same" else piece for piece in pieces)

    def both(self) -> tuple[Piece, ...]:
        """Return the pieces of both texts as one, with white space where either has it."""
        return tuple(
            Piece("same", either(piece.words, piece.in_b)) if piece.kind == "same" else piece for piece in self.pieces
        )


@dataclass(frozen=True, slots=True)
class Fold:
    """Rows that were left out because nothing differs in them."""

    words: int


def aligned(a: str, b: str) -> list[Row]:
    """Return the two passages as rows."""
    rows: list[Row] = []
    pieces: list[Piece] = []
    for change in changes(a, b):
        if not change.same:
            pieces += [Piece("gone", change.a)] if change.a else []
            pieces += [Piece("come", change.b)] if change.b else []
            continue
        for start, end, ends in _sentences(change.a, sum(len(piece.words) for piece in pieces)):
            pieces.append(Piece("same", change.a[start:end], change.b[start:end]))
            if ends:
                rows.append(Row(tuple(pieces)))
                pieces = []
    return [*rows, Row(tuple(pieces))] if pieces else rows


def _sentences(words: tuple[Token, ...], before: int) -> list[tuple[int, int, bool]]:
    """Return where the words divide into runs that end a row; the last run may be one that does not."""
    runs = []
    start = 0
    for index, word in enumerate(words, start=1):
        if _SENTENCE_ENDS.search(word.text) or index - start + before >= LONGEST:
            runs.append((start, index, True))
            start, before = index, 0
    return [*runs, (start, len(words), False)] if start < len(words) else runs


def folded(rows: Sequence[Row]) -> list[Row | Fold]:
    """Return the rows without those that are the same, except next to a difference and at both ends."""
    near = {0, len(rows) - 1}
    for index, row in enumerate(rows):
        if not row.same:
            near |= {index - 1, index, index + 1}
    kept: list[Row | Fold] = []
    for index, row in enumerate(rows):
        if index in near:
            kept.append(row)
        elif kept and isinstance(kept[-1], Fold):
            kept[-1] = Fold(kept[-1].words + row.words)
        else:
            kept.append(Fold(row.words))
    return kept
