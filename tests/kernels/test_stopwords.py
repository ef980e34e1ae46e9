"""Stop words in texts: every implementation counts them as plain Python does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.kernels.stopwords import ODD_CAPITALS, stopword_table
from tests.kernels.inputs import IMPLEMENTATIONS, packed

if TYPE_CHECKING:
    from types import ModuleType

LISTS = (("der", "und", "für", "straße", "käse"), ("que", "não", "é", "un"), ("σοφός", "και", "un", "любовь"), ())
SAMPLE = 40
words = st.sampled_from(sorted({word for stopwords in LISTS for word in stopwords}))
pieces = st.one_of(
    words.flatmap(lambda word: st.sampled_from([word, word.upper(), word.title(), f"{word},", f"x{word}"])),
    st.sampled_from([" ", " ", " ", "\n", "\t", "\u00a0", "\u2003", "\u3000", "\x1c", "\x00", "\x85", "\u2028"]),
    st.sampled_from(
        ["w" * 9, "w" * 64, "KÄSE", "K\u00c4SE", "\u212a\u00e4se", "STRA\u1e9eE", "ΣΟΦΌΣ", "Σ", "\u0130", "—"]
    ),
)
texts = st.lists(pieces, max_size=40).map("".join)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(texts, max_size=4), texts, texts)
@settings(max_examples=400, deadline=None)
def test_words_are_counted_as_python_splits_and_lowers_them(
    implementation: ModuleType, documents: list[str], before: str, after: str
) -> None:
    """Of the first and the last characters of each text, each word once, in any case, between any white space."""
    buffer, offsets = packed([before, *documents, after])
    found = implementation.count_stopwords(buffer, offsets[1:-1], stopword_table(LISTS), SAMPLE)
    ends = [set(f"{text[:SAMPLE]}\n{text[-SAMPLE:]}".lower().split()) for text in documents]
    assert found.tolist() == [[len(found_words & set(stopwords)) for stopwords in LISTS] for found_words in ends]


def test_the_odd_capitals_are_all_that_there_are() -> None:
    """No other character has a small letter of which it is neither the capital nor the title case."""
    characters = [chr(code) for code in range(0x110000)]
    small = [(one, one.lower()) for one in characters if len(one.lower()) == 1 and one.lower() != one]
    assert {one for one, low in small if one not in (low.upper(), low.title())} == set(ODD_CAPITALS)
