"""What lines say by the strings that stand in them: the same from every kernel, as the textbook has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels import searches as s
from tests.kernels.signs import says
from tests.kernels.test_twins import TWINS

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
strings = st.builds(
    s.Sought,
    st.sampled_from([string.encode() for string in STRINGS]),
    st.integers(s.SHAPES, s.SHAPES + 4),
    st.integers(0, s.DATE_OPENS),
    st.integers(0, 7),
)


Made = tuple[list[s.Sought], list[tuple[list[int], int]], s.Search, bool]


@st.composite
def searches(draw: st.DrawFn) -> Made:
    """Return strings and rules, the search for them, and whether it asks for the shape of lines."""
    sought = draw(st.lists(strings, min_size=1, max_size=12))
    groups = sorted({one.group for one in sought})
    wanted = st.lists(st.sampled_from(groups), min_size=1, max_size=3)
    shaped = draw(st.booleans())
    rules = [(draw(wanted), 1 << bit) for bit in range(draw(st.integers(1, 4)))]
    gate = {draw(st.sampled_from(one)) for one, _ in rules} if draw(st.booleans()) else None
    if shaped:
        rules = [([*one, draw(st.integers(0, s.SHAPES - 1))], bits) for one, bits in rules]
    return sought, rules, s.search_for(sought, rules, gate, shaped=shaped), shaped


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(texts, min_size=1, max_size=4), searches(), texts)
@settings(max_examples=400, deadline=None)
def test_lines_say_what_the_textbook_says(
    twin: ModuleType,
    documents: list[str],
    search: Made,
    around: str,
) -> None:
    """Places, boundaries, gates and shapes, with other text around the texts in the same buffer."""
    sought, rules, made, shaped = search
    raw = [document.encode() for document in (around, *documents, around)]
    offsets = np.cumsum([0, *map(len, raw)]).astype(np.int64)
    buffer = np.frombuffer(b"".join(raw), np.uint8)
    found = twin.signs(buffer, offsets[1:-2].copy(), offsets[2:-1].copy(), made)
    expected = []
    for number, document in enumerate(raw[1:-1]):
        at = int(offsets[number + 1])
        for line in document.split(b"\n"):
            if said := says(line, sought, rules, shaped=shaped):
                expected.append((number, at, said))
            at += len(line) + 1
    assert list(zip(*(column.tolist() for column in found), strict=True)) == expected


@pytest.mark.parametrize("twin", TWINS)
def test_there_is_room_for_any_number_of_lines(twin: ModuleType) -> None:
    """Also for many more than are usual, and for none."""
    search = s.search_for([s.Sought(b"via", 4)], [((4,), 1)], {4})
    raw = b"via x\n" * 5000
    buffer = np.frombuffer(raw, np.uint8)
    found = twin.signs(buffer, np.array([0, len(raw)]), np.array([len(raw), len(raw)]), search)
    assert found.starts.tolist() == list(range(0, len(raw), 6))


@pytest.mark.parametrize("twin", TWINS)
@pytest.mark.parametrize("size", [3, 5, 6, 7, 12])
def test_the_gate_misses_no_place(twin: ModuleType, size: int) -> None:
    """A string of any length is found wherever it begins, up to the last byte of the buffer."""
    string = b"qwertzuiopas"[:size]
    search = s.search_for(
        [s.Sought(string, 4), *(s.Sought(bytes([65 + i]) * 5, 5) for i in range(9))], [((4,), 1)], {4}
    )
    for before in range(150):
        raw = b"-" * before + string
        found = twin.signs(np.frombuffer(raw, np.uint8), np.zeros(1, np.int64), np.array([len(raw)]), search)
        assert found.starts.tolist() == [0]
