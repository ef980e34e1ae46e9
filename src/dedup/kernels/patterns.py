"""Lines of texts → flags, by the strings that the lines contain.

A pattern is a string with rules for where in a line it may stand. A rule gives flags to every line that contains a
pattern of each of some groups. `pattern_set` makes the tables for the search, and `match_lines` searches texts.

Most strings begin with a word or with a character beyond ASCII. So only where one begins three bytes are looked up, in
a table of bits, and the strings that may begin with them are compared. The search has two steps: the strings of the
filter find the few lines that are worth a search, and such a line is searched for all strings.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from dedup.kernels.bindings import BYTES, INT64, OUT_INT64, UINT64, Kernel, Struct
from dedup.prefix_sums import prefix_sums

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

Item = TypeVar("Item")


class LinePosition(IntEnum):
    """Where in its line a pattern must stand, judged by the ASCII letters and digits around it.

    Bytes beyond ASCII may be anything, so that no line is missed.
    """

    ANYWHERE = 0
    LINE_START = 1
    """Nothing before it, or a few letters and digits and then a colon."""
    SENTENCE_START = 2
    """A sentence could begin there."""
    EARLY = 3
    """Little before it."""
    LINE_END = 4
    """Nothing after it."""
    CLOSING_CREDIT = 5
    """Nothing after it, and a bracket, a dash or a colon right before it."""
    OPENING_CREDIT = 6
    """Little before it, and then a bracket, a slash or a dash."""
    DATE_END = 7
    """Few letters after it."""
    DATE_START = 8
    """Few words before it; and little after it, unless these words are no more than a weekday and *of*."""
    EARLY_BEFORE_DASH = 9
    """Little before it, and a dash, a bar or a byte beyond ASCII between it and the next letter or digit."""


class WordBoundary(IntFlag):
    """What must not stand right beside a pattern."""

    NONE = 0
    WORD_START = 1
    """No ASCII letter or digit right before it."""
    WORD_END = 2
    """No ASCII letter or digit right after it."""
    NOT_AFTER_LETTER = 4
    """No ASCII letter right before it."""


class LineShape(IntEnum):
    """The first groups: a line belongs to them by its shape, not by a pattern.

    A line is short with at most `MOST_SHORT` characters other than spaces. The other shapes apply to lines of at most
    `MOST_SHAPED`: the line contains a year; it contains numbers between points, strokes or slashes; its first ASCII
    letter or digit is a digit.
    """

    SHORT = 0
    YEAR = 1
    NUMERIC = 2
    DIGIT_FIRST = 3


SHAPES = len(LineShape)
"""The number of the first group that consists of patterns."""
MOST_SHORT, MOST_SHAPED = 100, 180
MOST_BEFORE = {
    LinePosition.LINE_START: 50,
    LinePosition.EARLY: 140,
    LinePosition.OPENING_CREDIT: 100,
    LinePosition.EARLY_BEFORE_DASH: 140,
}
"""The largest number of letters and digits before a pattern in its line."""
MOST_AFTER_MONTH, MOST_AFTER_DATE, WORDS_IN_DATE, WORDS_BEFORE_DATE = 6, 45, 2, 4
OTHER_DIGITS = (0xD9, 0xDB, 0xDF, 0xE0, 0xE1, 0xEA, 0xEF, 0xF0)
"""First bytes of characters that may be digits of other scripts."""

_TRIPLE = 3
"""The number of bytes of a string that are looked up, or compared everywhere."""
_CODE_BITS = 15
"""The number of bits of the code of three bytes: the lowest five of each."""
_BEGINNING = 8
"""The number of bytes of the beginning of a string that are compared as one number."""
_MULTIPLIER = 0x9E3779B97F4A7C15
"""The multiplier for the hash of eight bytes, which has as many bits as a code."""
_LEAD = 0xC0
"""The first byte of those that begin a character beyond ASCII."""
_BEGIN_WORDS = [
    LinePosition.LINE_START,
    LinePosition.SENTENCE_START,
    LinePosition.CLOSING_CREDIT,
    LinePosition.OPENING_CREDIT,
]
"""Positions in which no letter or digit stands right before a string."""
_IS_LETTER = np.array([bytes([byte]).isalpha() for byte in range(256)])
_IS_PLAIN = np.array([bytes([byte]).isalnum() for byte in range(256)])
_FOLD = np.uint64(0x2020202020202020)
_FEW_LINES = 1024
"""The number of lines that the first result has room for."""

_STRINGS = Struct(BYTES, INT64, INT64, BYTES, BYTES)
_STRING_TABLE = Struct(UINT64, UINT64, INT64, INT64, UINT64, UINT64, INT64, UINT64, INT64, INT64, int, int)
_FLAG_RULES = Struct(INT64, INT64, UINT64)
_PATTERN_SET = Struct(_STRINGS, _STRING_TABLE, _STRING_TABLE, _FLAG_RULES, *[int] * 6)
_match_lines = Kernel("match_lines", BYTES, INT64, INT64, _PATTERN_SET, OUT_INT64)


class Pattern(NamedTuple):
    """A string in UTF-8, with ASCII letters in lower case, which match upper case too; and the number of its group."""

    string: bytes
    group: int
    position: int = LinePosition.ANYWHERE
    boundaries: int = WordBoundary.NONE


class PatternStrings(NamedTuple):
    """The patterns of a set as arrays: string p is ``pool[bounds[p] : bounds[p + 1]]`` and belongs to ``groups[p]``."""

    pool: NDArray[np.uint8]
    bounds: NDArray[np.int64]
    groups: NDArray[np.int64]
    positions: NDArray[np.uint8]
    boundaries: NDArray[np.uint8]


class StringTable(NamedTuple):
    """Some of the strings of a set, as they are searched.

    Strings that begin where a word, a number or a character beyond ASCII begins are found by the code of their first
    three bytes: the lowest five bits of each, which both cases of a letter have in common. `known_codes` has one bit
    for each code, 64 to a number, and `opening_codes` has those of strings that must open their lines; `ranks` counts
    the codes of either before each number. The strings with the k-th of all codes are the rows
    ``row_bounds[k] : row_bounds[k + 1]``: `beginnings` are their first eight bytes as a number, with the sixth bit of
    each set, `masks` have ones for those of the eight bytes that the string has, and `patterns` are their numbers. A
    string of less than three bytes has a row for each code that it may have. Rows of eight bytes stand last;
    `long_hashes` has one bit for the hash of each, so that most words are held against none.

    `others` are the numbers of all other strings, which stand only where one of the `triples` does: the lowest bytes of
    a triple are three bytes, and the two above say how far the second and the third stand behind the first.

    `has_words` says whether a string of `known_codes` begins with a letter or digit, and `has_openings` whether one
    must open its line.
    """

    known_codes: NDArray[np.uint64]
    opening_codes: NDArray[np.uint64]
    ranks: NDArray[np.int64]
    row_bounds: NDArray[np.int64]
    beginnings: NDArray[np.uint64]
    masks: NDArray[np.uint64]
    patterns: NDArray[np.int64]
    long_hashes: NDArray[np.uint64]
    triples: NDArray[np.int64]
    others: NDArray[np.int64]
    has_words: bool
    has_openings: bool


class FlagRules(NamedTuple):
    """Rules: a line in each of the groups ``groups[bounds[r] : bounds[r + 1]]`` gets ``flags[r]``."""

    bounds: NDArray[np.int64]
    groups: NDArray[np.int64]
    flags: NDArray[np.uint64]


class PatternSet(NamedTuple):
    """Patterns and rules, as tables for the search.

    With `filtered`, only lines that contain a string of the `filter` are searched. With `shaped`, lines belong to the
    groups of their shapes too; with `all_short`, all rules ask for short lines, so that long ones are not searched.

    `longest_at_end` is the length of the longest string if all patterns must close their lines, so that only the end
    of a line is searched; else it is 0. With `all_early`, all patterns must stand early in their lines, so that only
    the beginning is searched. `group_count` counts the groups, shapes included.
    """

    strings: PatternStrings
    table: StringTable
    filter: StringTable
    rules: FlagRules
    filtered: bool
    shaped: bool
    all_short: bool
    longest_at_end: int
    all_early: bool
    group_count: int


class MatchedLines(NamedTuple):
    """The lines of texts that have flags, in order, all int64.

    Each line has the number of its text, its byte offset in the buffer, and its flags.
    """

    texts: NDArray[np.int64]
    starts: NDArray[np.int64]
    flags: NDArray[np.int64]


def match_lines(
    buffer: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64], patterns: PatternSet
) -> MatchedLines:
    """Return the lines of texts that some rule gives flags to, in order.

    Text i is ``buffer[starts[i] : ends[i]]``.
    """
    room, count = 0, _FEW_LINES
    while count > room:
        room = count
        rows = np.empty((3, room), np.int64)
        count = _match_lines(buffer, starts, ends, patterns, rows)
    return MatchedLines(*rows[:, :count])


def pattern_set(
    patterns: Sequence[Pattern],
    rules: Sequence[tuple[Collection[int], int]],
    filter_groups: Collection[int] | None = None,
    *,
    shaped: bool = False,
) -> PatternSet:
    """Return the set of some patterns and rules; a rule is the groups that it requires, and the flags that it gives.

    The filter has the patterns of `filter_groups`, of which every rule must require one.
    """
    strings, beginnings = _strings(patterns), np.array([pattern.string for pattern in patterns], f"S{_BEGINNING}")
    positions = {pattern.position for pattern in patterns}
    longest = max((len(pattern.string) for pattern in patterns), default=0)
    at_end = positions <= {LinePosition.CLOSING_CREDIT, LinePosition.LINE_END}
    all_early = positions <= {LinePosition.OPENING_CREDIT, LinePosition.EARLY, LinePosition.EARLY_BEFORE_DASH}
    return PatternSet(
        strings,
        _string_table(strings, beginnings, np.ones(len(patterns), bool)),
        _string_table(strings, beginnings, np.isin(strings.groups, list(filter_groups or ()))),
        _flag_rules(rules, filter_groups or ()),
        filtered=filter_groups is not None,
        shaped=shaped,
        all_short=shaped and all(LineShape.SHORT in groups for groups, _ in rules),
        longest_at_end=longest if at_end and not all_early and filter_groups is None else 0,
        all_early=all_early,
        group_count=max([SHAPES, *(pattern.group + 1 for pattern in patterns)]),
    )


def _strings(patterns: Sequence[Pattern]) -> PatternStrings:
    return PatternStrings(
        np.frombuffer(b"".join(pattern.string for pattern in patterns) or b"\0", np.uint8),
        prefix_sums([len(pattern.string) for pattern in patterns]),
        np.array([pattern.group for pattern in patterns], np.int64),
        np.array([pattern.position for pattern in patterns], np.uint8),
        np.array([pattern.boundaries for pattern in patterns], np.uint8),
    )


def _flag_rules(rules: Sequence[tuple[Collection[int], int]], filter_groups: Collection[int]) -> FlagRules:
    """Return the rules, of each the groups of the filter first: most lines have none of these."""
    bounds, groups = _joined(
        [sorted(groups, key=lambda group: (group not in filter_groups, group)) for groups, _ in rules]
    )
    return FlagRules(bounds, np.array(groups, np.int64), np.array([flags for _, flags in rules], np.uint64))


def _string_table(strings: PatternStrings, beginnings: NDArray[np.bytes_], chosen: NDArray[np.bool_]) -> StringTable:
    """Return the table of the chosen strings of a set, of which the first eight bytes are given."""
    first = np.frombuffer(beginnings.tobytes(), np.uint8).reshape(-1, _BEGINNING)
    sizes = np.minimum(np.diff(strings.bounds), _BEGINNING)
    is_known = _begin_where_something_begins(first[:, 0], strings)
    others = np.flatnonzero(chosen & ~is_known)
    numbers, codes = _numbers_and_codes(np.flatnonzero(chosen & is_known), first, sizes)
    order = np.lexsort((numbers, sizes[numbers] == _BEGINNING, codes))
    numbers, codes = numbers[order], codes[order]
    opens = strings.positions[numbers] == LinePosition.LINE_START
    each, rows = np.unique(codes, return_index=True)
    masks = np.array([(1 << 8 * size) - 1 for size in range(_BEGINNING + 1)], np.uint64)[sizes[numbers]]
    numerals = np.ascontiguousarray(first[numbers]).view("<u8").ravel() | (_FOLD & masks)
    hashes = numerals[sizes[numbers] == _BEGINNING] * np.uint64(_MULTIPLIER) >> np.uint64(64 - _CODE_BITS)
    return StringTable(
        known_codes=_bits(codes[~opens]),
        opening_codes=_bits(codes[opens]),
        ranks=np.searchsorted(each, np.arange(0, 1 << _CODE_BITS, 64)).astype(np.int64),
        row_bounds=np.append(rows, codes.size).astype(np.int64),
        beginnings=numerals,
        masks=masks,
        patterns=numbers,
        long_hashes=_bits(hashes.astype(np.int64)),
        triples=np.array(sorted({_triple(beginnings[number]) for number in others.tolist()}), np.int64),
        others=others,
        has_words=bool(np.any(~opens & _IS_PLAIN[first[numbers, 0]])),
        has_openings=bool(opens.any()),
    )


def _begin_where_something_begins(first: NDArray[np.uint8], strings: PatternStrings) -> NDArray[np.bool_]:
    """Return which strings stand only where a word, a number or a character beyond ASCII begins.

    `first` are their first bytes.
    """
    boundaries = strings.boundaries
    begin_words = (boundaries & int(WordBoundary.WORD_START) != 0) | np.isin(strings.positions, _BEGIN_WORDS)
    follow_digits = boundaries & int(WordBoundary.NOT_AFTER_LETTER) != 0
    found: NDArray[np.bool_] = (first >= _LEAD) | (begin_words & _IS_PLAIN[first]) | (follow_digits & _IS_LETTER[first])
    return found


def _numbers_and_codes(
    numbers: NDArray[np.int64], first: NDArray[np.uint8], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of strings with the codes of their first three bytes: several codes for shorter strings."""
    looked_up = np.minimum(sizes[numbers], _TRIPLE)
    counts = 32 ** (_TRIPLE - looked_up)
    each, rows = np.repeat(numbers, counts), np.arange(counts.sum())
    rest = rows - np.repeat(np.cumsum(counts) - counts, counts)
    codes = (first[each, :_TRIPLE].astype(np.int64) & 0x1F) @ (1 << 5 * np.arange(_TRIPLE))
    return each, codes | rest << 5 * np.repeat(looked_up, counts)


def _bits(codes: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return one bit for each code, 64 to a number."""
    bits = np.zeros((1 << _CODE_BITS) // 64, np.uint64)
    np.bitwise_or.at(bits, codes >> 6, np.uint64(1) << (codes & 63).astype(np.uint64))
    return bits


def _triple(string: bytes) -> int:
    """Return three bytes of a string, and how far the second and the third stand behind the first."""
    last = min(len(string), _TRIPLE) - 1
    offsets = [min(offset, last) for offset in range(_TRIPLE)]
    return int.from_bytes(bytes([*(string[offset] | 0x20 for offset in offsets), *offsets[1:]]), "little")


def _joined(lists: Sequence[Sequence[Item]]) -> tuple[NDArray[np.int64], list[Item]]:
    """Return the items of all lists in one, and where the items of each list begin and the last one's end."""
    return prefix_sums([*map(len, lists)]), [item for items in lists for item in items]
