"""Texts into what their lines say by the strings that stand in them, line by line, as a reference for the kernel."""

from __future__ import annotations

import re
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels import searches as s
from dedup.kernels.shapes import Signs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Known = tuple[bytes, int, int, int]
    Rule = tuple[list[int], int]

_PLAIN = re.compile(rb"[0-9A-Za-z]")
_LETTER = re.compile(rb"[A-Za-z]")
_WORD = re.compile(rb"(?<![0-9A-Za-z\x80-\xff])[A-Za-z]")
_NOT_PLAIN = bytes(byte for byte in range(256) if not _PLAIN.match(bytes([byte])))
_OPENERS = {
    s.BEGINS: re.compile(rb"[.!?:;|(\x80-\xff]"),
    s.CLOSES: re.compile(rb"[(:\x80-\xff-]"),
    s.CREDITS: re.compile(rb"[(/\x80-\xff-]"),
}
"""What a gap before a string has to hold, unless a sentence begins with the line."""
_YEAR = re.compile(rb"(?:19|20)[0-9]{2}")
_NUMERIC = re.compile(rb"[./-][0-9]{1,2}[./-][0-9]{2}")
_OTHER_DIGIT = re.compile(b"[" + bytes(s.OTHER_DIGITS) + b"]")
_HIDDEN = re.compile(rb"[\x00-\x20*_#>|\\\x80-\xbf]")


def signs(buffer: NDArray[np.uint8], starts: NDArray[np.int64], stops: NDArray[np.int64], search: s.Search) -> Signs:
    """Return the lines of texts that say something by the strings that stand in them.

    Text i is ``buffer[starts[i] : stops[i]]``. The lines come in order.
    """
    columns = search.groups.tolist(), search.places.tolist(), search.whole.tolist()
    known: dict[int, list[Known]] = {group: [] for group in range(s.SHAPES, search.size)}
    for string, group, place, whole in zip(search.strings, *columns, strict=True):
        known[group].append((string, group, place, whole))
    wanted = [search.wanted[low:high].tolist() for low, high in pairwise(search.rules.tolist())]
    rules = list(zip(wanted, search.says.tolist(), strict=True))
    rows = [
        (text, low + place, says)
        for text, (low, high) in enumerate(zip(starts.tolist(), stops.tolist(), strict=True))
        for place, says in _said(buffer[low:high].tobytes(), known, rules, search)
    ]
    return Signs(*np.array(rows, np.int64).reshape(-1, 3).T)


def _said(raw: bytes, known: dict[int, list[Known]], rules: list[Rule], search: s.Search) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text that say something: where they begin, and what they say."""
    lowered = raw.lower()
    held = dict.fromkeys(range(s.SHAPES), True)  # nobody knows yet what shape the lines have

    def may_hold(group: int) -> bool:
        if group not in held:
            held[group] = any(one[0] in lowered for one in known[group])
        return held[group]

    possible = [rule for rule in rules if all(map(may_hold, rule[0]))]
    if not possible:
        return
    here = [one for group in {group for groups, _ in possible for group in groups} for one in known.get(group, ())]
    at = 0
    for line in raw.split(b"\n"):
        seen = _groups(line, here, shaped=search.shaped)
        says = [bits for groups, bits in possible if seen.issuperset(groups)]
        if says:
            yield at, reduce(or_, says)
        at += len(line) + 1


def _groups(line: bytes, known: list[Known], *, shaped: bool) -> set[int]:
    """Return the groups that a line is in."""
    lowered = line.lower()
    groups = set(_shapes(line)) if shaped else set()
    for string, group, place, whole in known:
        if group not in groups and any(_stands(lowered, at, string, place, whole) for at in _places(lowered, string)):
            groups.add(group)
    return groups


def _places(line: bytes, string: bytes) -> Iterator[int]:
    at = line.find(string)
    while at >= 0:
        yield at
        at = line.find(string, at + 1)


def _stands(line: bytes, at: int, string: bytes, place: int, whole: int) -> bool:
    """Return whether what stands at a place of a line stands as it has to."""
    end = at + len(string)
    before, after = line[:at], line[end:]
    if not _is_whole(before, after, whole):
        return False
    if place in (s.DATE_ENDS, s.DATE_OPENS):
        return _is_in_date(before, after, place)
    if place in (s.ENDS, s.CLOSES) and _PLAIN.search(after):
        return False
    if place in (s.EARLY, s.CREDITS) and len(_PLAIN.findall(before)) > s.MOST_BEFORE[place]:
        return False
    return place not in (s.OPENS, *_OPENERS) or _is_opened(before, place)


def _is_whole(before: bytes, after: bytes, whole: int) -> bool:
    if whole & s.WHOLE_BEFORE and _PLAIN.match(before[-1:]):
        return False
    if whole & s.WHOLE_AFTER and _PLAIN.match(after[:1]):
        return False
    return not (whole & s.LETTERS_BEFORE and _LETTER.match(before[-1:]))


def _is_in_date(before: bytes, after: bytes, place: int) -> bool:
    if place == s.DATE_ENDS:
        return len(_LETTER.findall(after)) <= s.MOST_AFTER_MONTH
    words = len(_WORD.findall(before))
    few = words <= s.WORDS_BEFORE_DATE and len(_PLAIN.findall(after)) <= s.MOST_AFTER_DATE
    return few or words <= s.WORDS_IN_DATE


def _is_opened(before: bytes, place: int) -> bool:
    """Return whether what stands before a string ends with a gap that lets it begin."""
    start = len(before.rstrip(_NOT_PLAIN))
    if place in (s.OPENS, s.BEGINS) and start == 0:
        return True
    if place == s.OPENS:
        return b":" in before[start:] and len(_PLAIN.findall(before)) <= s.MOST_BEFORE[s.OPENS]
    return bool(_OPENERS[place].search(before, start))


def _shapes(line: bytes) -> Iterator[int]:
    """Yield the groups that a line is in by its shape."""
    solid = len(_HIDDEN.sub(b"", line))
    if solid > s.MOST_SHAPED:
        return
    if solid <= s.MOST_SHORT:
        yield s.SHORT
    other = _OTHER_DIGIT.search(line)
    first = _PLAIN.search(line)
    if other or _YEAR.search(line):
        yield s.YEAR
    if other or _NUMERIC.search(line):
        yield s.NUMERIC
    if other or (first and first[0].isdigit()):
        yield s.DIGIT_FIRST
