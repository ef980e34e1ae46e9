"""Two versions of a passage → the words that differ, in line or as rows of about a sentence.

A word is what stands between white space, with its punctuation, because a reader wants to see every difference. In
scripts without spaces each character is a word. White space itself is not compared. RapidFuzz finds the shortest list
of deletions and insertions. A row ends only where both texts have the same words, so that the two versions can stand
side by side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_WORD_PAIRS = 25_000 * 25_000
"""Words of one text times words of the other. Beyond it no shortest list is computed: it would take over 100 MB."""

MAX_ROW_WORDS = 40
"""Words after which a row ends even inside a sentence, at the next place where both texts have the same words."""

# Thai, Lao, Burmese, Khmer; kana; Han with its extensions.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_TOKEN = re.compile(rf"(\s*)([{_UNSPACED}]|[^\s{_UNSPACED}]+)")
_SENTENCE_END = re.compile("[.!?\u2026\u3002\uff01\uff1f][\"'\u201d\u2019\u00bb)\\]]*$")

PieceKind = Literal["same", "removed", "added"]
"""Words of both texts, of a only, of b only."""


class Token(NamedTuple):
    """A word as it stands in the text, and whether white space stands before it."""

    text: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class DiffSegment:
    """Consecutive words that a and b have in common (`same`), or words of `a` for which b has those of `b`."""

    same: bool
    a: tuple[Token, ...]
    b: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class RowPiece:
    """Consecutive words of one kind in a row: as a has them, or as b has them if they were added.

    White space before a word may differ where the words are the same; `in_b` holds such words as they stand in b.
    """

    kind: PieceKind
    words: tuple[Token, ...]
    in_b: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """About one sentence of both texts, in pieces."""

    pieces: tuple[RowPiece, ...]

    @property
    def same(self) -> bool:
        """Whether the two texts have the same words in this row."""
        return all(piece.kind == "same" for piece in self.pieces)

    @property
    def word_count(self) -> int:
        """How many words the row has; words of both texts count once."""
        return sum(len(piece.words) for piece in self.pieces)

    def in_a(self) -> tuple[RowPiece, ...]:
        """Return the pieces of a: those that are the same or were removed."""
        return tuple(piece for piece in self.pieces if piece.kind != "added")

    def in_b(self) -> tuple[RowPiece, ...]:
        """Return the pieces of b: those that are the same or were added."""
        pieces = (piece for piece in self.pieces if piece.kind != "removed")
        return tuple(RowPiece("same", piece.in_b) if piece.kind == "same" else piece for piece in pieces)

    def combined(self) -> tuple[RowPiece, ...]:
        """Return the pieces of both texts as one, with white space before a word if either text has it."""
        return tuple(
            RowPiece("same", _spaced_as_either(piece.words, piece.in_b)) if piece.kind == "same" else piece
            for piece in self.pieces
        )


@dataclass(frozen=True, slots=True)
class OmittedRows:
    """Rows that are left out because the two texts have the same words there."""

    word_count: int


def tokenize(text: str) -> list[Token]:
    """Return the words of the text in order."""
    return [Token(match[2], bool(match[1])) for match in _TOKEN.finditer(text)]


def diff_words(a: str, b: str) -> list[DiffSegment]:
    """Return the two texts as segments; segments that are the same and segments that differ take turns."""
    left, right = tokenize(a), tokenize(b)
    segments: list[DiffSegment] = []
    for same, a_start, a_end, b_start, b_end in _operations([t.text for t in left], [t.text for t in right]):
        segment = DiffSegment(same, tuple(left[a_start:a_end]), tuple(right[b_start:b_end]))
        if segments and segments[-1].same == same:
            segment = DiffSegment(same, segments[-1].a + segment.a, segments.pop().b + segment.b)
        segments.append(segment)
    return segments


def _operations(left: Sequence[str], right: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """Return for each segment whether the words are the same, and its start and end in both texts."""
    if len(left) * len(right) > MAX_WORD_PAIRS:
        return [(list(left) == list(right), 0, len(left), 0, len(right))]
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - most reports show no two versions of a passage

    return [
        (block.tag == "equal", block.src_start, block.src_end, block.dest_start, block.dest_end)
        for block in Indel.opcodes(left, right)
    ]


def join_words(words: Sequence[Token]) -> str:
    """Return the words as text on one line, with the space before the first word if it has one."""
    return "".join((" " if word.spaced else "") + word.text for word in words)


def mark_differences(segment: DiffSegment) -> str:
    """Return a segment as text; words that differ are marked as ``[-words of a-]`` and ``{+words of b+}``."""
    if segment.same:
        return join_words(_common_words(segment))
    space = " " if (segment.a or segment.b)[0].spaced else ""
    removed = f"[-{join_words(segment.a).strip()}-]" if segment.a else ""
    added = f"{{+{join_words(segment.b).strip()}+}}" if segment.b else ""
    return space + removed + added


def difference_excerpt(a: str, b: str, context: int = 3, max_shown: int = 3) -> str:
    """Return the first differences with some words around: ``… the two [-sides-]{+sides'+} readiness to …``.

    Up to `max_shown` differences that are close together are shown; the others are counted.
    """
    segments = diff_words(a, b)
    differing = [index for index, segment in enumerate(segments) if not segment.same]
    if not differing:
        return ""
    first = last = differing[0]
    while last + 2 in differing[:max_shown] and len(segments[last + 1].a) <= 2 * context:
        last += 2
    before = _common_words(segments[first - 1]) if first else ()
    after = _common_words(segments[last + 1]) if last + 1 < len(segments) else ()
    excerpt = (
        (" … " if len(before) > context else "")
        + join_words(before[-context:]).strip()
        + "".join(map(mark_differences, segments[first : last + 1]))
        + join_words(after[:context])
        + (" …" if len(after) > context else "")
    )
    more = len(differing) - (last - first) // 2 - 1
    return excerpt.strip() + (f" and {more:,} more" if more else "")


def _common_words(segment: DiffSegment) -> tuple[Token, ...]:
    return _spaced_as_either(segment.a, segment.b)


def _spaced_as_either(a: Sequence[Token], b: Sequence[Token]) -> tuple[Token, ...]:
    """Return words that are the same in both texts, each with a space before it if either text has one."""
    return tuple(Token(one.text, one.spaced or other.spaced) for one, other in zip(a, b, strict=True))


def align_rows(a: str, b: str) -> list[AlignedRow]:
    """Return the two versions of a passage as rows of about a sentence."""
    rows: list[AlignedRow] = []
    pieces: list[RowPiece] = []
    for segment in diff_words(a, b):
        if not segment.same:
            pieces += [RowPiece("removed", segment.a)] if segment.a else []
            pieces += [RowPiece("added", segment.b)] if segment.b else []
            continue
        words_before = sum(len(piece.words) for piece in pieces)
        for start, end, ends_row in _split_at_sentences(segment.a, words_before):
            pieces.append(RowPiece("same", segment.a[start:end], segment.b[start:end]))
            if ends_row:
                rows.append(AlignedRow(tuple(pieces)))
                pieces = []
    return [*rows, AlignedRow(tuple(pieces))] if pieces else rows


def _split_at_sentences(words: tuple[Token, ...], words_before: int) -> list[tuple[int, int, bool]]:
    """Return start and end of the parts that end a row; the last part may be one that does not end it."""
    parts = []
    start = 0
    for index, word in enumerate(words, start=1):
        if _SENTENCE_END.search(word.text) or index - start + words_before >= MAX_ROW_WORDS:
            parts.append((start, index, True))
            start, words_before = index, 0
    return [*parts, (start, len(words), False)] if start < len(words) else parts


def omit_same_rows(rows: Sequence[AlignedRow]) -> list[AlignedRow | OmittedRows]:
    """Return the rows without those that are the same, except next to a difference and at both ends."""
    shown = {0, len(rows) - 1}
    for index, row in enumerate(rows):
        if not row.same:
            shown |= {index - 1, index, index + 1}
    kept: list[AlignedRow | OmittedRows] = []
    for index, row in enumerate(rows):
        if index in shown:
            kept.append(row)
        elif kept and isinstance(kept[-1], OmittedRows):
            kept[-1] = OmittedRows(kept[-1].word_count + row.word_count)
        else:
            kept.append(OmittedRows(row.word_count))
    return kept
