"""Lines of texts → flags, line by line, as a reference for the kernel."""

from __future__ import annotations

import re
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels import patterns as p
from dedup.kernels.patterns import LinePosition, LineShape, MatchedLines, Pattern, PatternSet, WordBoundary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Rule = tuple[list[int], int]

_PLAIN = re.compile(rb"[0-9A-Za-z]")
_LETTER = re.compile(rb"[A-Za-z]")
_WORD = re.compile(rb"(?<![0-9A-Za-z\x80-\xff])[A-Za-z]")
_NOT_PLAIN = bytes(byte for byte in range(256) if not _PLAIN.match(bytes([byte])))
_OPENERS = {
    LinePosition.SENTENCE_START: re.compile(rb"[.!?:;|(\x80-\xff]"),
    LinePosition.CLOSING_CREDIT: re.compile(rb"[(:\x80-\xff-]"),
    LinePosition.OPENING_CREDIT: re.compile(rb"[(/\x80-\xff-]"),
}
"""What the gap before a string must contain, unless a sentence begins with the line."""
_DASH_AHEAD = re.compile(rb"[^0-9A-Za-z]*[-|=\x80-\xff]")
_YEAR = re.compile(rb"(?:19|20)[0-9]{2}")
_NUMERIC = re.compile(rb"[./-][0-9]{1,2}[./-][0-9]{2}")
_OTHER_DIGIT = re.compile(b"[" + bytes(p.OTHER_DIGITS) + b"]")
_HIDDEN = re.compile(rb"[\x00-\x20*_#>|\\\x80-\xbf]")


def match_lines(
    buffer: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64], patterns: PatternSet
) -> MatchedLines:
    """Return the lines of texts that some rule gives flags to, in order."""
    strings, rules = patterns.strings, patterns.rules
    by_group: dict[int, list[Pattern]] = {group: [] for group in range(p.SHAPES, patterns.group_count)}
    columns = strings.groups.tolist(), strings.positions.tolist(), strings.boundaries.tolist()
    pool = strings.pool.tobytes()
    texts = [pool[low:high] for low, high in pairwise(strings.bounds.tolist())]
    for pattern in map(Pattern, texts, *columns):
        by_group[pattern.group].append(pattern)
    required = [rules.groups[low:high].tolist() for low, high in pairwise(rules.bounds.tolist())]
    flag_rules = list(zip(required, rules.flags.tolist(), strict=True))
    rows = [
        (text, low + offset, flags)
        for text, (low, high) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True))
        for offset, flags in _flagged(buffer[low:high].tobytes(), by_group, flag_rules, shaped=patterns.shaped)
    ]
    return MatchedLines(*np.array(rows, np.int64).reshape(-1, 3).T)


def _flagged(
    raw: bytes, by_group: dict[int, list[Pattern]], rules: list[Rule], *, shaped: bool
) -> Iterator[tuple[int, int]]:
    """Yield the offset and the flags of each line of a text that has flags."""
    lowered = raw.lower()
    in_text = dict.fromkeys(range(p.SHAPES), True)  # the shapes of the lines are not known yet

    def may_contain(group: int) -> bool:
        if group not in in_text:
            in_text[group] = any(pattern.string in lowered for pattern in by_group[group])
        return in_text[group]

    possible = [rule for rule in rules if all(map(may_contain, rule[0]))]
    if not possible:
        return
    groups_here = {group for groups, _ in possible for group in groups}
    patterns = [pattern for group in groups_here for pattern in by_group.get(group, ())]
    at = 0
    for line in raw.split(b"\n"):
        found = _groups(line, patterns, shaped=shaped)
        flags = [bits for groups, bits in possible if found.issuperset(groups)]
        if flags:
            yield at, reduce(or_, flags)
        at += len(line) + 1


def _groups(line: bytes, patterns: list[Pattern], *, shaped: bool) -> set[int]:
    """Return the groups that a line belongs to."""
    lowered = line.lower()
    groups = set(_shapes(line)) if shaped else set[int]()
    for pattern in patterns:
        offsets = _offsets(lowered, pattern.string)
        if pattern.group not in groups and any(_is_in_position(lowered, at, pattern) for at in offsets):
            groups.add(pattern.group)
    return groups


def _offsets(line: bytes, string: bytes) -> Iterator[int]:
    at = line.find(string)
    while at >= 0:
        yield at
        at = line.find(string, at + 1)


def _is_in_position(line: bytes, at: int, pattern: Pattern) -> bool:
    """Return whether a string at an offset of a line has the position and the word boundaries of its pattern."""
    before, after = line[:at], line[at + len(pattern.string) :]
    position = pattern.position
    if not _is_bounded(before, after, pattern.boundaries):
        return False
    if position in (LinePosition.DATE_END, LinePosition.DATE_START):
        return _is_in_date(before, after, position)
    if position in (LinePosition.LINE_END, LinePosition.CLOSING_CREDIT) and _PLAIN.search(after):
        return False
    if position == LinePosition.EARLY_BEFORE_DASH and not _DASH_AHEAD.match(after):
        return False
    early = position in (LinePosition.EARLY, LinePosition.OPENING_CREDIT, LinePosition.EARLY_BEFORE_DASH)
    if early and len(_PLAIN.findall(before)) > p.MOST_BEFORE[LinePosition(position)]:
        return False
    return position not in (LinePosition.LINE_START, *_OPENERS) or _may_begin(before, position)


def _is_bounded(before: bytes, after: bytes, boundaries: int) -> bool:
    if boundaries & WordBoundary.WORD_START and _PLAIN.match(before[-1:]):
        return False
    if boundaries & WordBoundary.WORD_END and _PLAIN.match(after[:1]):
        return False
    return not (boundaries & WordBoundary.NOT_AFTER_LETTER and _LETTER.match(before[-1:]))


def _is_in_date(before: bytes, after: bytes, position: int) -> bool:
    if position == LinePosition.DATE_END:
        return len(_LETTER.findall(after)) <= p.MOST_AFTER_MONTH
    words = len(_WORD.findall(before))
    few = words <= p.WORDS_BEFORE_DATE and len(_PLAIN.findall(after)) <= p.MOST_AFTER_DATE
    return few or words <= p.WORDS_IN_DATE


def _may_begin(before: bytes, position: int) -> bool:
    """Return whether a pattern may begin after the gap that ends what stands before it."""
    start = len(before.rstrip(_NOT_PLAIN))
    if position in (LinePosition.LINE_START, LinePosition.SENTENCE_START) and start == 0:
        return True
    if position == LinePosition.LINE_START:
        return b":" in before[start:] and len(_PLAIN.findall(before)) <= p.MOST_BEFORE[LinePosition.LINE_START]
    return bool(_OPENERS[LinePosition(position)].search(before, start))


def _shapes(line: bytes) -> Iterator[int]:
    """Yield the shapes of a line."""
    solid = len(_HIDDEN.sub(b"", line))
    if solid > p.MOST_SHAPED:
        return
    if solid <= p.MOST_SHORT:
        yield LineShape.SHORT
    other = _OTHER_DIGIT.search(line)
    first = _PLAIN.search(line)
    if other or _YEAR.search(line):
        yield LineShape.YEAR
    if other or _NUMERIC.search(line):
        yield LineShape.NUMERIC
    if other or (first and first[0].isdigit()):
        yield LineShape.DIGIT_FIRST
