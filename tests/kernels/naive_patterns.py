"""The textbook version of the flags of lines: one regular expression for a string and its position, on each line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.kernels.patterns import OTHER_DIGITS, LinePosition, LineShape, Pattern, WordBoundary

if TYPE_CHECKING:
    from collections.abc import Sequence

P, L = rb"[0-9A-Za-z]", rb"[A-Za-z]"
GAP, NO_LETTERS = rb"[^0-9A-Za-z]*", rb"[^A-Za-z]*"


def up_to(count: int, what: bytes = P, gap: bytes = GAP) -> bytes:
    """Return the expression for at most so many letters, with anything else between them."""
    return rb"(?:" + gap + what + rb"){0," + str(count).encode() + rb"}"


POSITIONS: dict[int, tuple[bytes, bytes]] = {
    LinePosition.ANYWHERE: (rb"", rb""),
    LinePosition.LINE_START: (rb"(?:^|^" + up_to(50) + GAP + rb":)" + GAP, rb""),
    LinePosition.SENTENCE_START: (rb"(?:^|[.!?:;|(\x80-\xff])" + GAP, rb""),
    LinePosition.EARLY: (rb"^" + up_to(140) + GAP, rb""),
    LinePosition.LINE_END: (rb"", GAP + rb"$"),
    LinePosition.CLOSING_CREDIT: (rb"[(:\x80-\xff-]" + GAP, GAP + rb"$"),
    LinePosition.OPENING_CREDIT: (rb"^" + up_to(100) + GAP + rb"[(/\x80-\xff-]" + GAP, rb""),
    LinePosition.EARLY_BEFORE_DASH: (rb"^" + up_to(140) + GAP, rb"[^0-9A-Za-z]*[-|=\x80-\xff]"),
    LinePosition.DATE_END: (rb"", up_to(6, L, NO_LETTERS) + NO_LETTERS + rb"$"),
}
BOUNDARIES = (
    (WordBoundary.WORD_START, P),
    (WordBoundary.WORD_END, P),
    (WordBoundary.NOT_AFTER_LETTER, L),
)


def matches(pattern: Pattern, line: bytes) -> bool:
    """Return whether a line contains a pattern in its position."""
    size = len(pattern.string)
    return any(
        line[at : at + size].lower() == pattern.string
        and is_bounded(pattern, line[:at], line[at + size :])
        and is_in_position(pattern, line[:at], line[at + size :])
        for at in range(len(line) - size + 1)
    )


def is_bounded(pattern: Pattern, before: bytes, after: bytes) -> bool:
    beside = {
        WordBoundary.WORD_START: before[-1:],
        WordBoundary.WORD_END: after[:1],
        WordBoundary.NOT_AFTER_LETTER: before[-1:],
    }
    return not any(pattern.boundaries & bit and re.match(refused, beside[bit]) for bit, refused in BOUNDARIES)


def is_in_position(pattern: Pattern, before: bytes, after: bytes) -> bool:
    if pattern.position == LinePosition.DATE_START:
        return opens_a_date(before, after)
    expression_before, expression_after = POSITIONS[pattern.position]
    return bool(re.search(expression_before + rb"\Z", before) and re.match(expression_after, after))


def opens_a_date(before: bytes, after: bytes) -> bool:
    words = len(re.findall(rb"(?<![0-9A-Za-z\x80-\xff])" + L, before))
    return words <= 2 or (words <= 4 and len(re.findall(P, after)) <= 45)


def shapes(line: bytes) -> set[int]:
    """Return the shapes of a line."""
    solid = [byte for byte in line if byte > 0x20 and byte not in b"*_#>|\\" and not 0x80 <= byte < 0xC0]
    if len(solid) > 180:
        return set()
    other = bool(set(line) & set(OTHER_DIGITS))
    first = re.search(P, line)
    found = {
        LineShape.SHORT: len(solid) <= 100,
        LineShape.YEAR: other or bool(re.search(rb"(19|20)\d\d", line)),
        LineShape.NUMERIC: other or bool(re.search(rb"[./-]\d\d?[./-]\d\d", line)),
        LineShape.DIGIT_FIRST: other or bool(first and first[0].isdigit()),
    }
    return {shape for shape, is_so in found.items() if is_so}


def flags_of(
    line: bytes,
    patterns: Sequence[Pattern],
    rules: Sequence[tuple[Sequence[int], int]],
    *,
    shaped: bool,
) -> int:
    """Return the flags of a line."""
    groups = {pattern.group for pattern in patterns if matches(pattern, line)} | (shapes(line) if shaped else set())
    flags = 0
    for required, bits in rules:
        flags |= bits if groups.issuperset(required) else 0
    return flags
