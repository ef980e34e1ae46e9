"""Where a string stands in its line, and what shape the line has, as parts of kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dedup.kernels import searches as s
from dedup.kernels.compiled.lanes import WIDTH, equal_bits, letter_bits, set_bits
from dedup.kernels.compiled.machine import part
from dedup.kernels.compiled.spelling import ASCII

if TYPE_CHECKING:
    from dedup.kernels.compiled.lanes import Pointer

_COLON = ord(":")
_OPENERS = np.zeros((s.PLACES, 256), bool)
for _place, _bytes in ((s.BEGINS, b".!?:;|("), (s.CLOSES, b"(-:"), (s.CREDITS, b"(/-")):
    _OPENERS[_place, [*_bytes, *range(ASCII, 256)]] = True
_DIGIT = np.isin(np.arange(256), [*b"0123456789"])
_ALPHANUMERIC = np.array([chr(byte).isalnum() and byte < ASCII for byte in range(256)])
_OTHER_DIGIT = np.isin(np.arange(256), s.OTHER_DIGITS)
_MARK = np.isin(np.arange(256), [*b"*_#>|\\"])
_BEFORE_OPENING, _BEFORE_EARLY = s.MOST_BEFORE[s.OPENS], s.MOST_BEFORE[s.EARLY]
_MOST_BEFORE = np.array([s.MOST_BEFORE.get(place, -1) for place in range(s.PLACES)])


@part
def stands(raw: Pointer, at: int, end: int, low: int, high: int, place: int, whole: int) -> bool:
    """Return whether what stands at a place of a line stands as it has to."""
    if not _is_whole(raw, at, end, low, high, whole):
        return False
    if place == s.ANYWHERE:
        return True
    if place >= s.DATE_ENDS:
        return _is_in_date(raw, at, end, low, high, place)
    if (place == s.ENDS or place == s.CLOSES) and not few(raw, end, high, 0):  # noqa: PLR1714 - a kernel has no sets
        return False
    most = _MOST_BEFORE[place]
    return (most < 0 or place == s.OPENS or few(raw, low, at, most)) and _is_opened(raw, at, low, place)


@part
def _is_whole(raw: Pointer, at: int, end: int, low: int, high: int, whole: int) -> bool:
    before = at > low and _ALPHANUMERIC[raw[at - 1]]
    after = end < high and _ALPHANUMERIC[raw[end]]
    if (whole & s.WHOLE_BEFORE and before) or (whole & s.WHOLE_AFTER and after):
        return False
    return not (whole & s.LETTERS_BEFORE and before and not _DIGIT[raw[at - 1]])


@part
def _is_in_date(raw: Pointer, at: int, end: int, low: int, high: int, place: int) -> bool:
    if place == s.DATE_ENDS:
        return _letters(raw, end, high, s.MOST_AFTER_MONTH) <= s.MOST_AFTER_MONTH
    words = _words(raw, low, at, s.WORDS_BEFORE_DATE)
    return words <= s.WORDS_IN_DATE or (words <= s.WORDS_BEFORE_DATE and few(raw, end, high, s.MOST_AFTER_DATE))


@part
def _is_opened(raw: Pointer, at: int, low: int, place: int) -> bool:
    """Return whether the gap before a string lets it begin there, if that makes a difference."""
    if place == s.EARLY or place == s.ENDS:  # noqa: PLR1714 - a kernel has no sets
        return True
    gap = at
    while gap > low and not _ALPHANUMERIC[raw[gap - 1]]:
        gap -= 1
    if gap == low and (place == s.OPENS or place == s.BEGINS):  # noqa: PLR1714 - as above
        return True
    for between in range(gap, at):
        if place == s.OPENS and raw[between] == _COLON:
            return few(raw, low, gap, _BEFORE_OPENING)
        if _OPENERS[place, raw[between]]:
            return True
    return False


@part
def mark_shape(raw: Pointer, low: int, high: int, seen: Pointer) -> None:
    """Mark the groups of a line's shape."""
    for group in (s.SHORT, s.YEAR, s.NUMERIC, s.DIGIT_FIRST):
        seen[group] = 0
    solid = 0
    year = numeric = digit_first = first = False
    for at in range(low, high):
        byte = raw[at]
        solid += byte > 0x20 and not _MARK[byte] and not 0x80 <= byte < 0xC0  # noqa: PLR2004 - bytes within a character
        if solid > s.MOST_SHAPED:
            return
        if _OTHER_DIGIT[byte]:
            year = numeric = digit_first = True
        if alphanumeric(byte):
            digit_first = digit_first or (not first and _DIGIT[byte])
            first = True
            year = year or _is_year(raw, at, high)
            numeric = numeric or (at > low and _separates(raw[at - 1]) and _is_numeric(raw, at, high))
    seen[s.SHORT], seen[s.YEAR] = solid <= s.MOST_SHORT, year
    seen[s.NUMERIC], seen[s.DIGIT_FIRST] = numeric, digit_first


@part
def _is_year(raw: Pointer, at: int, high: int) -> bool:
    if at + 4 > high or not _DIGIT[raw[at + 2]] or not _DIGIT[raw[at + 3]]:
        return False
    century = raw[at], raw[at + 1]
    return bool(century in ((ord("1"), ord("9")), (ord("2"), ord("0"))))


@part
def _is_numeric(raw: Pointer, at: int, high: int) -> bool:
    """Return whether one or two digits, a separator and two digits stand at a place."""
    for size in (1, 2):
        if at + size + 3 <= high and _separates(raw[at + size]):
            last = _DIGIT[raw[at + size + 1]] and _DIGIT[raw[at + size + 2]]
            if last and _DIGIT[raw[at]] and _DIGIT[raw[at + size - 1]]:
                return True
    return False


@part
def early_bound(raw: Pointer, low: int, high: int) -> int:
    """Return the place up to which a string may begin that stands early in a line."""
    count = 0
    for at in range(low, high):
        count += alphanumeric(raw[at])
        if count > _BEFORE_EARLY + 1:
            return at
    return high


@part
def opening_bound(raw: Pointer, low: int, high: int, size: int) -> int:
    """Return the place up to which a string may begin that opens a line."""
    first = low
    while first < high and not alphanumeric(raw[first]):
        first += 1
    bound = min(first + 1, high)
    at, count = first, 0
    while at < high and at + WIDTH <= size and count <= _BEFORE_OPENING and not equal_bits(raw, at, _COLON):
        count += set_bits(letter_bits(raw, at))
        at += WIDTH
    opens = False
    while at < high and count <= _BEFORE_OPENING:
        if opens:
            bound = at + 1
        if alphanumeric(raw[at]):
            opens = False
            count += 1
        opens = opens or raw[at] == _COLON
        at += 1
    return bound


@part
def alphanumeric(byte: int) -> bool:
    """Return whether a byte is an ASCII letter or digit."""
    return bool(_ALPHANUMERIC[byte])


@part
def _separates(byte: int) -> bool:
    return bool(byte in (ord("."), ord("/"), ord("-")))


@part
def few(raw: Pointer, low: int, high: int, most: int) -> bool:
    """Return whether at most so many letters and digits stand between two places."""
    count = 0
    for at in range(low, high):
        count += alphanumeric(raw[at])
        if count > most:
            return False
    return True


@part
def _letters(raw: Pointer, low: int, high: int, most: int) -> int:
    """Return how many letters stand between two places, counted as far as `most` and one."""
    count = 0
    for at in range(low, high):
        count += alphanumeric(raw[at]) and not _DIGIT[raw[at]]
        if count > most:
            break
    return count


@part
def _words(raw: Pointer, low: int, high: int, most: int) -> int:
    """Return how many words begin between two places, counted as far as `most` and one; those after other bytes do not.

    Words of digits are none.
    """
    count = 0
    before = 0
    for at in range(low, high):
        byte = raw[at]
        if alphanumeric(byte) and not _DIGIT[byte] and before < ASCII and not alphanumeric(before):
            count += 1
            if count > most:
                break
        before = byte
    return count
