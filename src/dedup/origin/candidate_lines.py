"""A collection's texts → the lines of each that may make claims of origin, and the languages in which it is read.

Kernels search whole columns as they lie in memory, in threads. Most lines that `prefilter` accepts make no claim
wherever they stand in a text. Each is read once by itself, and only the rest are candidates. The pages of a site share
many such lines, so few have to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup import kernels
from dedup.engines.groups import unique
from dedup.kernels.paragraphs import HeadTailRules
from dedup.kernels.stopwords import stopword_table
from dedup.origin.columns import may_be_set_in_columns
from dedup.origin.credit_gate import MOST_LINES
from dedup.origin.credits import broken_credits, may_be_a_credit
from dedup.origin.datelines import closing_credit, opening_credit
from dedup.origin.headers import PARAGRAPH, SENTENCE, may_stand_in_a_head
from dedup.origin.language import FEW_COMMON_WORDS, SAMPLE, languages
from dedup.origin.lines import (
    ALL,
    CLOSING,
    COPYRIGHT,
    CREDITS,
    EVERY_LINE,
    HEAD,
    HEAD_LINES,
    ITEM,
    OPENING,
    SIDE,
    TAIL,
    LineFlags,
    lines_between,
)
from dedup.origin.prefilter import line_prefilter
from dedup.origin.tails import BODY_LINES_IN_TAIL, TAIL_LINES, may_stand_in_a_tail, names_an_agency
from dedup.words.text_buffers import text_buffers, text_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from dedup.documents import Collection
    from dedup.engines.engine import Engine
    from dedup.kernels.paragraphs import HeadsAndTails
    from dedup.kernels.patterns import PatternSet
    from dedup.kernels.stopwords import StopwordTable
    from dedup.origin.language import Language
    from dedup.origin.lines import Line
    from dedup.origin.prefilter import LinePrefilter

    Reader = Callable[[Line, tuple[Language, ...]], object]

_HEAD_TAIL_RULES = HeadTailRules(PARAGRAPH, SENTENCE, HEAD_LINES, TAIL_LINES, BODY_LINES_IN_TAIL)


@dataclass(frozen=True, slots=True)
class TextFlags:
    """What one text may hold (`kinds`, flags such as `HEAD`), and which of its lines (`lines`).

    `languages` are those that the text is read in, None for a text that was not searched. `begins_with_body` says that
    no line stands before the first paragraph.
    """

    kinds: int
    lines: LineFlags = EVERY_LINE
    languages: tuple[Language, ...] | None = None
    begins_with_body: bool = False

    def may_hold(self, kinds: int) -> bool:
        """Return whether the text may hold lines of some kinds."""
        return bool(self.kinds & kinds)


NOT_SEARCHED = TextFlags(ALL)
"""The flags of a text that was not searched: it may hold anything."""


class _Piece(NamedTuple):
    """The candidate lines of some texts, with their flags; and of each text its languages, as bits, and its head.

    `left_out` are the texts of credit lines beyond `MOST_LINES`, once for each line. `confirmed` are the flags of lines
    that were read, None where nobody has read them.
    """

    texts: NDArray[np.int64]
    starts: NDArray[np.int64]
    flags: NDArray[np.int64]
    left_out: NDArray[np.int64]
    languages: NDArray[np.uint64]
    begins_with_body: NDArray[np.bool_]
    confirmed: NDArray[np.int64] | None = None


class CandidateLines:
    """The candidate lines of a collection, by document index: `kinds` are the flags (uint8) of all lines of a text.

    `left_out` are the documents of credit lines beyond `MOST_LINES`, and the number of these lines of each (int64).
    """

    def __init__(self, pieces: Sequence[_Piece]) -> None:
        first = np.cumsum([0, *(piece.languages.size for piece in pieces)])
        left_out = np.concatenate([_NONE, *(piece.left_out + at for piece, at in zip(pieces, first, strict=False))])
        self.left_out = np.unique(left_out, return_counts=True)
        texts = np.concatenate([_NONE, *(piece.texts + at for piece, at in zip(pieces, first, strict=False))])
        self._starts = np.concatenate([_NONE, *(piece.starts for piece in pieces)])
        searched = np.concatenate([_NONE, *(piece.flags for piece in pieces)])
        read = [
            (piece.flags, piece.flags) if piece.confirmed is None else (piece.confirmed, 0 * piece.flags)
            for piece in pieces
        ]
        self._flags, self._unread = (np.concatenate(side) for side in zip((_NONE, _NONE), *read, strict=True))
        self._languages = np.concatenate([_NONE.astype(np.uint64), *(piece.languages for piece in pieces)])
        self._begins_with_body = np.concatenate([_NONE.astype(bool), *(piece.begins_with_body for piece in pieces)])
        self.kinds = np.zeros(self._languages.size, np.uint8)
        np.bitwise_or.at(self.kinds, texts, searched.astype(np.uint8))
        self._first = np.searchsorted(texts, np.arange(self._languages.size + 1))

    def begins_with_body(self, document: int) -> bool:
        """Return whether no line of one document stands before its first paragraph."""
        return bool(self._begins_with_body[document])

    def may_hold(self, document: int, raw: bytes, kinds: int) -> bool:
        """Return whether one document, whose text is given in UTF-8, may make claims of some kinds.

        Its lines that have flags of these kinds are read, up to the first that makes such a claim.
        """
        read_in = _languages_of(int(self._languages[document]), languages())
        rows = range(*self._first[document : document + 2].tolist())
        return any(self._confirm(row, raw, kinds, read_in) & kinds for row in rows) or bool(
            kinds & ITEM and may_be_set_in_columns(raw)
        )

    def of(self, document: int, raw: bytes) -> TextFlags:
        """Return the flags of one document, whose text is given in UTF-8, without lines that make no claim.

        Its lines are read the first time; what is found takes the place of the flags of the search.
        """
        read_in = _languages_of(int(self._languages[document]), languages())
        rows = range(*self._first[document : document + 2].tolist())
        confirmed = [(row, self._confirm(row, raw, ALL, read_in)) for row in rows]
        lines = {_characters(raw, int(self._starts[row])): flags for row, flags in confirmed if flags}
        kinds = reduce(or_, lines.values(), ITEM if may_be_set_in_columns(raw) else 0)
        return TextFlags(kinds, LineFlags(lines) if lines else _NO_LINE, read_in, self.begins_with_body(document))

    def _confirm(self, row: int, raw: bytes, kinds: int, read_in: tuple[Language, ...]) -> int:
        """Return the flags of a line, those of some kinds confirmed: it is read for them the first time."""
        flags, unread = int(self._flags[row]), int(self._unread[row]) & kinds
        if unread:
            flags = flags & ~unread | _confirmed(raw, int(self._starts[row]), unread, read_in)
            self._flags[row] = flags
            self._unread[row] &= ~unread
        return flags


_READERS: tuple[tuple[int, Reader], ...] = (
    (HEAD | SIDE, may_stand_in_a_head),
    (OPENING, opening_credit),
    (TAIL, may_stand_in_a_tail),
    (COPYRIGHT, names_an_agency),
    (CLOSING, closing_credit),
    (CREDITS, may_be_a_credit),
)


def _confirmed(raw: bytes, begin: int, flags: int, read_in: tuple[Language, ...]) -> int:
    """Return the confirmed flags of a line; a credit may go on in the lines behind it."""
    line = _line(raw, begin)
    confirmed = confirmed_flags(line, flags, read_in)
    if flags & ~confirmed & CREDITS and raw[begin + len(line) + 1 : begin + len(line) + 2] not in (b"", b"\n"):
        text = raw[begin : begin + len(line) + _LONGEST_BEHIND].decode(errors="ignore")
        if broken_credits(text, 0, read_in):
            return confirmed | CREDITS
    return confirmed


@lru_cache(maxsize=1 << 12)
def confirmed_flags(raw: bytes, flags: int, read_in: tuple[Language, ...]) -> int:
    """Return those flags of a line for which it makes a claim when read by itself.

    Which claim it makes depends on its place in the text, and is left to the readers of heads, tails and sentences.
    """
    text = raw.decode()
    line = next(lines_between(text, 0, len(text), 0), None)
    if line is None:
        return 0
    for kinds, claims_of in _READERS:
        if flags & kinds and not claims_of(line, read_in):
            flags &= ~kinds
    return flags


def _line(raw: bytes, begin: int) -> bytes:
    end = raw.find(b"\n", begin)
    return raw[begin:] if end < 0 else raw[begin:end]


def _characters(raw: bytes, at: int) -> int:
    """Return the number of characters before a byte offset: most of these lines stand near an end of the text."""
    return at if raw[:at].isascii() else len(raw[:at].decode())


_LONGEST_BEHIND = 2_000
"""Bytes behind a line in which its credit may go on."""
_NO_LINE = LineFlags({})
_FIRST_LEADING_BYTE, _LAST_LEADING_BYTE = np.uint8(0xE3), np.uint8(0xED)
_NONE = np.zeros(0, np.int64)


def find_candidate_lines(collection: Collection, engine: Engine, done: Callable[[int], None]) -> CandidateLines:
    """Return the candidate lines of a collection; `done` is told the number of texts that were searched.

    An engine that works elsewhere reads all lines there. Here, each is read when somebody asks for it.
    """
    reads = engine.works_elsewhere
    stopwords = stopword_table([() if language.assumed else language.common for language in languages()])

    def work(column: pa.LargeStringArray) -> _Piece:
        piece = _search(column, stopwords)
        return piece._replace(confirmed=_read_lines(column, piece)) if reads else piece

    pieces = []
    for piece in engine.stream(work, text_pieces(collection.batches)):
        pieces.append(piece)
        done(piece.languages.size)
    return CandidateLines(pieces)


def _search(column: pa.LargeStringArray, stopwords: StopwordTable) -> _Piece:
    buffer, offsets = text_buffers(column)
    low, high = np.ascontiguousarray(offsets[:-1]), np.ascontiguousarray(offsets[1:])
    heads_tails = kernels.find_heads_and_tails(buffer, offsets, _HEAD_TAIL_RULES)
    read_in = _masks(kernels.count_stopwords(buffer, offsets, stopwords, SAMPLE))
    read_in[_texts_with_scripts_of_east_asia(buffer, offsets)] |= _assumed_for_their_script(languages())
    texts, starts, flags, always = [_NONE], [_NONE], [_NONE], _languages_of(0, languages())
    for searched, rows in _texts_by_languages(read_in, languages()):
        others = () if set(searched) & set(always) else always
        for patterns, begin, end in _searches(line_prefilter(searched, others), low, high, heads_tails):
            found = kernels.match_lines(buffer, begin[rows], end[rows], patterns)
            texts.append(rows[found.texts])
            starts.append(found.starts)
            flags.append(found.flags)
    lines = _merged(np.concatenate(texts), np.concatenate(starts), np.concatenate(flags), low)
    return _Piece(*lines, read_in, heads_tails.head_lines == 0)


def _read_lines(column: pa.LargeStringArray, piece: _Piece) -> NDArray[np.int64]:
    """Return the confirmed flags of all lines of a piece of text."""
    buffer, offsets = text_buffers(column)
    confirmed = piece.flags.copy()
    bounds = np.searchsorted(piece.texts, np.arange(len(column) + 1)).tolist()
    for text in np.flatnonzero(np.diff(bounds)).tolist():
        raw = buffer[offsets[text] : offsets[text + 1]].tobytes()
        read_in = _languages_of(int(piece.languages[text]), languages())
        for row in range(bounds[text], bounds[text + 1]):
            confirmed[row] = _confirmed(raw, int(piece.starts[row]), int(piece.flags[row]), read_in)
    return confirmed


def _texts_by_languages(
    read_in: NDArray[np.uint64], known: tuple[Language, ...]
) -> Iterator[tuple[tuple[Language, ...], NDArray[np.int64]]]:
    """Yield known languages, with the numbers of the texts that are read in them, if there are any.

    Each language comes by itself, but for those that every text in their script is read in.
    """
    together = tuple(language for language in known if language.shows_by_script)
    alone = [(language,) for language in known if not language.shows_by_script]
    bits = np.uint64(_always_read_in(known)) | read_in
    for searched in (*alone, together) if together else alone:
        rows = np.flatnonzero(bits >> np.uint64(known.index(searched[0])) & np.uint64(1))
        if rows.size:
            yield searched, rows


def _searches(
    prefilter: LinePrefilter, low: NDArray[np.int64], high: NDArray[np.int64], heads_tails: HeadsAndTails
) -> list[tuple[PatternSet, NDArray[np.int64], NDArray[np.int64]]]:
    """Return the pattern sets that have strings, each with the bounds of the parts of the texts that it searches."""
    parts = [
        (prefilter.heads, low, heads_tails.first_paragraph),
        (prefilter.openings, low, heads_tails.first_paragraph_end),
        (prefilter.first_words, low, heads_tails.first_paragraph_end),
        (prefilter.items, low, high),
        (prefilter.tails, heads_tails.tail, high),
        (prefilter.closings, heads_tails.line_above_tail, high),
        (prefilter.credits, low, high),
        (prefilter.short_credits, low, high),
    ]
    return [part for part in parts if part[0].strings.groups.size]


def _merged(
    texts: NDArray[np.int64], starts: NDArray[np.int64], flags: NDArray[np.int64], low: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the lines in order, each once with all its flags, and where they begin in their texts.

    Of more than `MOST_LINES` of a text that may be credits, these are the first and the last ones; the texts of the
    lines between them come last, once for each line.
    """
    if not texts.size:
        return _NONE, _NONE, _NONE, _NONE
    order = np.argsort(starts, kind="stable")
    texts, starts, flags = texts[order], starts[order], flags[order]
    first = np.flatnonzero(np.diff(starts, prepend=-1))
    texts, starts, flags = texts[first], starts[first] - low[texts[first]], np.bitwise_or.reduceat(flags, first)
    credited = np.flatnonzero(flags & CREDITS)
    number, text, half = np.arange(credited.size), texts[credited], MOST_LINES // 2
    before, behind = number - np.searchsorted(text, text), np.searchsorted(text, text, side="right") - number
    in_the_middle = credited[(before >= half) & (behind > half)]
    left_out = texts[in_the_middle]
    if in_the_middle.size:
        flags[in_the_middle] &= ~CREDITS
        kept = flags != 0
        texts, starts, flags = texts[kept], starts[kept], flags[kept]
    return texts, starts, flags, left_out


def _masks(counts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the languages of each text, of those that are not assumed of every text, one bit each."""
    powers = np.uint64(1) << np.arange(counts.shape[1], dtype=np.uint64)
    masks: NDArray[np.uint64] = ((counts >= FEW_COMMON_WORDS) * powers).sum(axis=1, dtype=np.uint64)
    return masks


def _texts_with_scripts_of_east_asia(buffer: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of the texts with a character from U+3000 to U+DFFF: bytes from E3 to ED begin only these."""
    within = buffer[offsets[0] : offsets[-1]]
    found = np.flatnonzero(within >= _FIRST_LEADING_BYTE)
    found = found[within[found] <= _LAST_LEADING_BYTE] + offsets[0]
    return unique(np.searchsorted(offsets, found, side="right") - 1) if found.size else _NONE


@cache
def _assumed_for_their_script(known: tuple[Language, ...]) -> np.uint64:
    """Return the bits of the languages that every text in their script is read in, and no other text."""
    bits = (1 << number for number, one in enumerate(known) if one.shows_by_script)
    return np.uint64(sum(bits))


@cache
def _always_read_in(known: tuple[Language, ...]) -> int:
    """Return the bits of the languages that every text is read in."""
    return sum(1 << number for number, one in enumerate(known) if one.assumed and not one.shows_by_script)


@cache
def _languages_of(mask: int, known: tuple[Language, ...]) -> tuple[Language, ...]:
    """Return those of the known languages that a text is read in."""
    bits = mask | _always_read_in(known)
    return tuple(language for number, language in enumerate(known) if bits >> number & 1)
