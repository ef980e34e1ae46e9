"""Lines of texts → flags, by the strings that the lines contain.

A pattern is a string with rules for where in a line it may stand. A rule gives flags to every line that contains a
pattern of each of some groups. `pattern_set` makes the tables for the search, and `match_lines` searches texts.

The search has two steps. A literal filter finds the few lines that are worth a search. A string of seven bytes contains
a window of four bytes that begins at a multiple of four, and a string of five bytes contains one that begins at an even
offset. So only the windows at these offsets are hashed and looked up. In a line that passes the filter, the next four
bytes at every offset are looked up in four tables. The bits that are set in all four are the buckets of strings that
may begin there; these are compared.
"""

from __future__ import annotations

from collections import defaultdict
from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from dedup.kernels.bindings import BYTES, INT64, OUT_INT64, UINT32, UINT64, Kernel, Struct
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

_WINDOW = 4
"""Bytes that are looked up together."""
_ASCII = 0x80
_TRIPLE = 3
"""The number of bytes by which strings are found that are too short for a window."""
_FEW_TRIPLES = 4
"""The largest number of short ASCII strings for which the literal filter takes steps of four bytes."""
_FOLD = 0x20202020
_MULTIPLIER, _HASH_BITS = 0x9E3779B1, 15
"""The multiplier for the hash of a window, and the number of bits of the hash; ASCII letters are lower case."""
_BUCKETS = 64
_AFTER_LETTER, _AFTER_OTHER, _AT_LINE_START = range(3)
"""The prefix tables: for strings that may follow a letter, for all strings, and for those that open their lines."""
_FEW_LINES = 1024
"""The number of lines that the first result has room for."""

_STRINGS = Struct(BYTES, INT64, INT64, BYTES, BYTES)
_PREFIX_TABLES = Struct(UINT64, INT64, INT64)
_FLAG_RULES = Struct(INT64, INT64, UINT64)
_LITERAL_FILTER = Struct(UINT64, INT64, UINT32, *[INT64] * 6, int, int)
_PATTERN_SET = Struct(_STRINGS, _PREFIX_TABLES, _FLAG_RULES, _LITERAL_FILTER, *[int] * 8)
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


class PrefixTables(NamedTuple):
    """Tables of the first four bytes of strings, with one bit for each of 64 buckets.

    `prefixes` has three tables of four times 256 entries: for strings that may follow a letter, for all strings, and
    for strings that open their lines, which are in no other table. Bucket b has the patterns
    ``bucket_patterns[bucket_bounds[b] : bucket_bounds[b + 1]]``.
    """

    prefixes: NDArray[np.uint64]
    bucket_bounds: NDArray[np.int64]
    bucket_patterns: NDArray[np.int64]


class FlagRules(NamedTuple):
    """Rules: a line in each of the groups ``groups[bounds[r] : bounds[r + 1]]`` gets ``flags[r]``."""

    bounds: NDArray[np.int64]
    groups: NDArray[np.int64]
    flags: NDArray[np.uint64]


class LiteralFilter(NamedTuple):
    """The strings of which a line must contain one to be searched.

    `known_hashes` has one bit for each hash of a window. The windows with hash h are
    ``windows[hash_bounds[h] : hash_bounds[h + 1]]``. Window w belongs to the patterns
    ``window_patterns[window_bounds[w] : window_bounds[w + 1]]``, which begin `shifts` bytes before it. Only windows at
    multiples of `step` are looked up.

    Strings that are too short for that are found by three of their bytes: triple t belongs to the patterns
    ``triple_patterns[triple_bounds[t] : triple_bounds[t + 1]]``. The lowest bytes of ``triples[t]`` are the three, and
    the two bytes above say how far the second and the third stand behind the first. The first `ascii_triples` are of
    ASCII strings.
    """

    known_hashes: NDArray[np.uint64]
    hash_bounds: NDArray[np.int64]
    windows: NDArray[np.uint32]
    window_bounds: NDArray[np.int64]
    window_patterns: NDArray[np.int64]
    shifts: NDArray[np.int64]
    triples: NDArray[np.int64]
    triple_bounds: NDArray[np.int64]
    triple_patterns: NDArray[np.int64]
    step: int
    ascii_triples: int


class PatternSet(NamedTuple):
    """Patterns and rules, as tables for the search.

    With `filtered`, only lines that contain a string of the literal filter are searched, or, with
    `filter_has_line_starts`, lines that begin with a pattern that must open its line. `has_line_starts` says whether
    there are any such patterns. With `shaped`, lines belong to the groups of their shapes too; with `all_short`, all
    rules ask for short lines, so that long ones are not searched.

    `longest_at_end` is the length of the longest string if all patterns must close their lines, so that only the end
    of a line is searched; else it is 0. With `all_early`, all patterns must stand early in their lines, so that only
    the beginning is searched. `group_count` counts the groups, shapes included.
    """

    strings: PatternStrings
    prefixes: PrefixTables
    rules: FlagRules
    literal_filter: LiteralFilter
    filtered: bool
    has_line_starts: bool
    filter_has_line_starts: bool
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

    The literal filter has the patterns of `filter_groups`, of which every rule must require one.
    """
    positions = {pattern.position for pattern in patterns}
    longest = max((len(pattern.string) for pattern in patterns), default=0)
    filtered = [pattern for pattern in patterns if pattern.group in (filter_groups or ())]
    at_end = positions <= {LinePosition.CLOSING_CREDIT, LinePosition.LINE_END}
    all_early = positions <= {LinePosition.OPENING_CREDIT, LinePosition.EARLY, LinePosition.EARLY_BEFORE_DASH}
    return PatternSet(
        _strings(patterns),
        _prefix_tables(patterns),
        _flag_rules(rules, filter_groups or ()),
        _literal_filter(patterns, filter_groups or ()),
        filtered=filter_groups is not None,
        has_line_starts=LinePosition.LINE_START in positions,
        filter_has_line_starts=any(pattern.position == LinePosition.LINE_START for pattern in filtered),
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
    """Return the rules, of each the groups of the literal filter first: most lines have none of these."""
    bounds, groups = _joined(
        [sorted(groups, key=lambda group: (group not in filter_groups, group)) for groups, _ in rules]
    )
    return FlagRules(bounds, np.array(groups, np.int64), np.array([flags for _, flags in rules], np.uint64))


def _prefix_tables(patterns: Sequence[Pattern]) -> PrefixTables:
    order = np.array(sorted(range(len(patterns)), key=lambda number: patterns[number].string[:_WINDOW]), np.int64)
    buckets = np.arange(order.size) * _BUCKETS // max(order.size, 1)
    bits = np.uint64(1) << buckets.astype(np.uint64)
    begins = np.array([patterns[number].string[:_WINDOW].ljust(_WINDOW, b"\0") for number in order], f"S{_WINDOW}")
    first = np.frombuffer(begins.tobytes(), np.uint8).reshape(-1, _WINDOW)
    sizes = np.array([len(patterns[number].string) for number in order], np.int64)
    prefixes = np.zeros((3, _WINDOW, 256), np.uint64)
    for table, chosen in enumerate(_tables_of([patterns[number] for number in order])):
        for depth in range(_WINDOW):
            there, row = chosen & (sizes > depth), prefixes[table, depth]
            for byte in (first[there, depth], _upper(first[there, depth])):
                np.bitwise_or.at(row, byte, bits[there])
            row |= np.bitwise_or.reduce(bits[chosen & (sizes <= depth)], initial=np.uint64(0))  # any byte may follow
    bounds = np.searchsorted(buckets, np.arange(_BUCKETS + 1)).astype(np.int64)
    return PrefixTables(prefixes.ravel(), bounds, order)


def _upper(bytes_: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return bytes with upper-case ASCII letters."""
    letters = (bytes_ >= ord("a")) & (bytes_ <= ord("z"))
    return np.where(letters, bytes_ - np.uint8(ord("a") - ord("A")), bytes_)


def _tables_of(patterns: Sequence[Pattern]) -> tuple[NDArray[np.bool_], ...]:
    """Return for each prefix table which patterns belong to it."""
    opens = np.array([pattern.position == LinePosition.LINE_START for pattern in patterns], bool)
    whole = np.array([bool(int(pattern.boundaries) & int(WordBoundary.WORD_START)) for pattern in patterns], bool)
    tables = {_AFTER_LETTER: ~opens & ~whole, _AFTER_OTHER: ~opens, _AT_LINE_START: opens}
    return tuple(tables[table] for table in sorted(tables))


def _literal_filter(patterns: Sequence[Pattern], groups: Collection[int]) -> LiteralFilter:
    """Return the literal filter for the patterns of some groups, except those that must open their lines."""
    strings = [
        (number, pattern.string)
        for number, pattern in enumerate(patterns)
        if pattern.group in groups and pattern.position != LinePosition.LINE_START
    ]
    by_window: dict[int, list[tuple[int, int]]] = defaultdict(list)
    by_triple: dict[int, list[int]] = defaultdict(list)
    ascii_triples = {_triple(string) for _, string in strings if len(string) < 2 * _WINDOW - 1 and string.isascii()}
    step = _WINDOW if len(ascii_triples) <= _FEW_TRIPLES else _WINDOW // 2
    for number, string in strings:
        if len(string) < _WINDOW + step - 1:
            by_triple[_triple(string)].append(number)
            continue
        for shift in range(step):
            by_window[int.from_bytes(string[shift : shift + _WINDOW], "little") | _FOLD].append((number, shift))
    unsorted = np.array(list(by_window), np.uint32)
    windows = unsorted[np.argsort(_window_hashes(unsorted), kind="stable")]
    hashes = _window_hashes(windows)
    known_hashes = np.zeros((1 << _HASH_BITS) // 64, np.uint64)
    for value in hashes.tolist():
        known_hashes[value >> 6] |= np.uint64(1 << (value & 63))
    window_bounds, shifted = _joined([by_window[window] for window in windows.tolist()])
    triples = sorted(by_triple, key=lambda triple: (triple & 0xFF >= _ASCII, triple))
    triple_bounds, numbers = _joined([by_triple[triple] for triple in triples])
    return LiteralFilter(
        known_hashes,
        np.searchsorted(hashes, np.arange((1 << _HASH_BITS) + 1)).astype(np.int64),
        windows,
        window_bounds,
        np.array([number for number, _ in shifted], np.int64),
        np.array([shift for _, shift in shifted], np.int64),
        np.array(triples, np.int64),
        triple_bounds,
        np.array(numbers, np.int64),
        step,
        sum(triple & 0xFF < _ASCII for triple in triples),
    )


def _window_hashes(windows: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the hashes of windows, which are four bytes as a little-endian number."""
    hashes: NDArray[np.uint32] = (windows * np.uint32(_MULTIPLIER)) >> np.uint32(32 - _HASH_BITS)
    return hashes


def _triple(string: bytes) -> int:
    """Return three bytes of a string, and how far the second and the third stand behind the first."""
    last = min(len(string), _TRIPLE if string[0] < _ASCII else _TRIPLE - 1) - 1
    offsets = [min(offset, last) for offset in range(_TRIPLE)]
    return int.from_bytes(bytes([*(string[offset] | 0x20 for offset in offsets), *offsets[1:]]), "little")


def _joined(lists: Sequence[Sequence[Item]]) -> tuple[NDArray[np.int64], list[Item]]:
    """Return the items of all lists in one, and where the items of each list begin and the last one's end."""
    return prefix_sums([*map(len, lists)]), [item for items in lists for item in items]
