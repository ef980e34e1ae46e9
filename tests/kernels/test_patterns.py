"""The flags of lines: every implementation gives what the textbook gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels.patterns import SHAPES, LinePosition, LineShape, Pattern, PatternSet, WordBoundary, pattern_set
from tests.kernels.inputs import IMPLEMENTATIONS
from tests.kernels.naive_patterns import flags_of

if TYPE_CHECKING:
    from types import ModuleType

STRINGS = [
    *("via", "by", "a", "posted on", "originally", "subscribe now", "(c)", "©", "für", "](", "<", "ap", "may", "news"),
    *("\u212a", "été", "republished", "h/t", "post"),
]
pieces = st.one_of(
    st.sampled_from(STRINGS).flatmap(lambda word: st.sampled_from([word, word.upper(), word.capitalize()])),
    st.sampled_from([" ", " ", " ", ", ", ". ", ": ", "(", ")", "-", "/", "—", "*", "_", "1", "2012", "3/4/12", "٣"]),
    st.sampled_from(["x", "Valley", "the farmers said", "w" * 45, "é", " " * 70, "no " * 40]),
)
texts = st.lists(st.lists(pieces, max_size=12).map("".join), max_size=5).map("\n".join)
patterns = st.builds(
    Pattern,
    st.sampled_from([string.encode() for string in STRINGS]),
    st.integers(SHAPES, SHAPES + 4),
    st.sampled_from(LinePosition),
    st.integers(0, 7),
)


Drawn = tuple[list[Pattern], list[tuple[list[int], int]], PatternSet, bool]


@st.composite
def pattern_sets(draw: st.DrawFn) -> Drawn:
    """Return patterns and rules, their set, and whether it asks for the shapes of lines."""
    chosen = draw(st.lists(patterns, min_size=1, max_size=12))
    groups = sorted({pattern.group for pattern in chosen})
    required = st.lists(st.sampled_from(groups), min_size=1, max_size=3)
    shaped = draw(st.booleans())
    rules = [(draw(required), 1 << bit) for bit in range(draw(st.integers(1, 4)))]
    filtered = {draw(st.sampled_from(of_rule)) for of_rule, _ in rules} if draw(st.booleans()) else None
    if shaped:
        rules = [([*of_rule, draw(st.integers(0, SHAPES - 1))], flags) for of_rule, flags in rules]
    return chosen, rules, pattern_set(chosen, rules, filtered, shaped=shaped), shaped


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(texts, min_size=1, max_size=4), pattern_sets(), texts)
@settings(max_examples=400, deadline=None)
def test_lines_have_the_flags_that_the_textbook_gives(
    implementation: ModuleType,
    documents: list[str],
    drawn: Drawn,
    around: str,
) -> None:
    """Positions, boundaries, filters and shapes, with other text around the texts in the same buffer."""
    chosen, rules, tables, shaped = drawn
    raw = [document.encode() for document in (around, *documents, around)]
    offsets = np.cumsum([0, *map(len, raw)]).astype(np.int64)
    buffer = np.frombuffer(b"".join(raw), np.uint8)
    found = implementation.match_lines(buffer, offsets[1:-2].copy(), offsets[2:-1].copy(), tables)
    expected = []
    for number, document in enumerate(raw[1:-1]):
        at = int(offsets[number + 1])
        for line in document.split(b"\n"):
            if flags := flags_of(line, chosen, rules, shaped=shaped):
                expected.append((number, at, flags))
            at += len(line) + 1
    assert list(zip(*(column.tolist() for column in found), strict=True)) == expected


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_there_is_room_for_any_number_of_lines(implementation: ModuleType) -> None:
    """Also for many more than are usual, and for none."""
    tables = pattern_set([Pattern(b"via", 4)], [((4,), 1)], {4})
    raw = b"via x\n" * 5000
    buffer = np.frombuffer(raw, np.uint8)
    found = implementation.match_lines(buffer, np.array([0, len(raw)]), np.array([len(raw), len(raw)]), tables)
    assert found.starts.tolist() == list(range(0, len(raw), 6))


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@pytest.mark.parametrize("end", [b"", b"\n"])
@pytest.mark.parametrize("long", [[], [0], [3], [1, 2], [0, 1, 2, 3]])
def test_long_lines_are_left_out_where_all_rules_ask_for_short_ones(
    implementation: ModuleType, long: list[int], end: bytes
) -> None:
    """Whether a long line is the first, the last, or stands between short ones."""
    tables = pattern_set([Pattern(b"via", SHAPES)], [((LineShape.SHORT, SHAPES), 1)], {SHAPES}, shaped=True)
    lines = [b"via " + b"x" * (101 if number in long else 1) for number in range(4)]
    raw = b"\n".join(lines) + end
    found = implementation.match_lines(
        np.frombuffer(raw, np.uint8), np.zeros(1, np.int64), np.array([len(raw)]), tables
    )
    begins = np.cumsum([0, *(len(line) + 1 for line in lines)]).tolist()
    assert found.starts.tolist() == [begins[number] for number in range(4) if number not in long]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 12])
@pytest.mark.parametrize(
    ("position", "boundaries"),
    [
        (LinePosition.ANYWHERE, WordBoundary.NONE),
        (LinePosition.ANYWHERE, WordBoundary.WORD_START),
        (LinePosition.LINE_START, WordBoundary.WORD_END),
    ],
)
def test_the_filter_misses_no_offset(
    implementation: ModuleType, size: int, position: LinePosition, boundaries: WordBoundary
) -> None:
    """A string of any length, within words or not, is found wherever it begins, up to the last byte of the buffer."""
    string = b"qwertzuiopas"[:size]
    others = [Pattern(bytes([97 + i]) * 5, 5) for i in range(9)]
    tables = pattern_set([Pattern(string, 4, position, boundaries), *others], [((4,), 1)], {4})
    for before in range(150):
        raw = b"-" * before + string
        found = implementation.match_lines(
            np.frombuffer(raw, np.uint8), np.zeros(1, np.int64), np.array([len(raw)]), tables
        )
        assert found.starts.tolist() == [0]
