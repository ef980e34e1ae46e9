"""The textbook version of what lines say: one regular expression for a string and its place, tried on each line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.kernels import searches as s

if TYPE_CHECKING:
    from collections.abc import Sequence

P, L = rb"[0-9A-Za-z]", rb"[A-Za-z]"
GAP, NO_LETTERS = rb"[^0-9A-Za-z]*", rb"[^A-Za-z]*"


def up_to(count: int, what: bytes = P, gap: bytes = GAP) -> bytes:
    """Return the pattern of at most so many letters, with anything else between them."""
    return rb"(?:" + gap + what + rb"){0," + str(count).encode() + rb"}"


PLACES = {
    s.ANYWHERE: (rb"", rb""),
    s.OPENS: (rb"(?:^|^" + up_to(50) + GAP + rb":)" + GAP, rb""),
    s.BEGINS: (rb"(?:^|[.!?:;|(\x80-\xff])" + GAP, rb""),
    s.EARLY: (rb"^" + up_to(140) + GAP, rb""),
    s.ENDS: (rb"", GAP + rb"$"),
    s.CLOSES: (rb"[(:\x80-\xff-]" + GAP, GAP + rb"$"),
    s.CREDITS: (rb"^" + up_to(100) + GAP + rb"[(/\x80-\xff-]" + GAP, rb""),
    s.DATE_ENDS: (rb"", up_to(6, L, NO_LETTERS) + NO_LETTERS + rb"$"),
}


def where(one: s.Sought, line: bytes) -> list[tuple[int, int]]:
    """Return where in a line a string begins and ends that stands there as it has to."""
    spans = ((at, at + len(one.string)) for at in range(len(line) - len(one.string) + 1))
    return [
        (at, end)
        for at, end in spans
        if line[at:end].lower() == one.string
        and _is_whole(one, line[:at], line[end:])
        and _is_placed(one, line, at, end)
    ]


def _is_whole(one: s.Sought, before: bytes, after: bytes) -> bool:
    refused = (P, s.WHOLE_BEFORE, before[-1:]), (P, s.WHOLE_AFTER, after[:1]), (L, s.LETTERS_BEFORE, before[-1:])
    return not any(one.whole & bit and re.match(what, beside) for what, bit, beside in refused)


def _is_placed(one: s.Sought, line: bytes, at: int, end: int) -> bool:
    if one.place == s.DATE_OPENS:
        return opens_a_date(line[:at], line[end:])
    before, after = PLACES[one.place]
    return bool(re.search(before + rb"\Z", line[:at]) and re.match(after, line[end:]))


def opens_a_date(before: bytes, after: bytes) -> bool:
    words = len(re.findall(rb"(?<![0-9A-Za-z\x80-\xff])" + L, before))
    return words <= 2 or (words <= 4 and len(re.findall(P, after)) <= 45)


def shapes(line: bytes) -> set[int]:
    """Return the groups that a line is in by its shape."""
    solid = [byte for byte in line if byte > 0x20 and byte not in b"*_#>|\\" and not 0x80 <= byte < 0xC0]
    if len(solid) > 180:
        return set()
    other = bool(set(line) & set(s.OTHER_DIGITS))
    first = re.search(P, line)
    found = {
        s.SHORT: len(solid) <= 100,
        s.YEAR: other or bool(re.search(rb"(19|20)\d\d", line)),
        s.NUMERIC: other or bool(re.search(rb"[./-]\d\d?[./-]\d\d", line)),
        s.DIGIT_FIRST: other or bool(first and first[0].isdigit()),
    }
    return {shape for shape, is_so in found.items() if is_so}


def says(
    line: bytes,
    sought: Sequence[s.Sought],
    rules: Sequence[tuple[Sequence[int], int]],
    *,
    shaped: bool,
) -> int:
    """Return what a line says."""
    groups = {one.group for one in sought if where(one, line)} | (shapes(line) if shaped else set())
    said = 0
    for wanted, bits in rules:
        said |= bits if groups.issuperset(wanted) else 0
    return said
