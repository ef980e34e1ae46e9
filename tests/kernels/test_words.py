"""Words, their digests, and hashes of strings: every implementation gives what the textbook gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.words import folding
from tests.kernels import naive
from tests.kernels.inputs import IMPLEMENTATIONS, assigned, joined, packed, prose, texts

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(texts.filter(assigned) | prose, max_size=4))
@settings(max_examples=400, deadline=None)
def test_words_are_those_of_the_textbook(implementation: ModuleType, documents: list[str]) -> None:
    """Hashes, spans and bounds of words equal the plain walk, in any script, for any neighbours."""
    found = implementation.split_words(*packed(documents), folding.load())
    base = 0
    for i, text in enumerate(documents):
        expected = naive.split_words(text)
        low, high = found.offsets[i], found.offsets[i + 1]
        assert found.hashes[low:high].tolist() == [naive.word_hash(w) for w, _, _ in expected]
        assert found.starts[low:high].tolist() == [base + len(text[:s].encode()) for _, s, _ in expected]
        assert found.ends[low:high].tolist() == [base + len(text[:e].encode()) for _, _, e in expected]
        base += len(text.encode())


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(texts.filter(assigned) | prose, max_size=4), texts, texts)
@settings(max_examples=200, deadline=None)
def test_texts_within_a_larger_buffer_are_read_alone(
    implementation: ModuleType, documents: list[str], before: str, after: str
) -> None:
    """What stands around the texts changes nothing but their places."""
    buffer, offsets = packed([before, *documents, after + "around " * 20])
    found = implementation.split_words(buffer, offsets[1:-1], folding.load())
    alone = implementation.split_words(*packed(documents), folding.load())
    assert found.hashes.tolist() == alone.hashes.tolist()
    assert (found.starts - offsets[1]).tolist() == alone.starts.tolist()
    assert (found.ends - offsets[1]).tolist() == alone.ends.tolist()
    assert found.offsets.tolist() == alone.offsets.tolist()


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(texts.filter(assigned) | prose, max_size=4))
@settings(max_examples=50, deadline=None)
def test_words_without_spans_have_the_same_hashes(implementation: ModuleType, documents: list[str]) -> None:
    """The pass that leaves spans out finds the same words."""
    hashes, offsets = implementation.hash_words(*packed(documents), folding.load())
    words = implementation.split_words(*packed(documents), folding.load())
    assert hashes.tolist() == words.hashes.tolist()
    assert offsets.tolist() == words.offsets.tolist()


PUBLISHED = [
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
]
"""The first numbers that SplitMix64 gives from the seed 1234567, as they are published to test it by."""
word_lists = st.lists(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 2), max_size=40), max_size=6)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(word_lists)
@settings(max_examples=200, deadline=None)
def test_digests_are_those_of_the_textbook(implementation: ModuleType, documents: list[list[int]]) -> None:
    """Each is the sum of its words mixed with their places; a text without words, also the last, has zeros."""
    found = implementation.digest_words(*joined(documents))
    assert found.shape == (len(documents), 2)
    assert found.tolist() == [naive.digest(words) for words in documents]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_the_second_half_sums_what_split_mix_gives(implementation: ModuleType) -> None:
    """A word that is repeated counts up like the generator's state, so published numbers tell what comes out."""
    found = implementation.digest_words(*joined([[1234567] * 5]))
    assert int(found[0, 1]) == sum(PUBLISHED) % 2**64


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_order_and_length_count(implementation: ModuleType) -> None:
    """The same words in another order, once more, or once less, have another digest."""
    documents = [[5, 6, 7], [5, 7, 6], [5, 6, 7, 7], [5, 6], [0], [0, 0]]
    found = implementation.digest_words(*joined(documents))
    assert len({tuple(row) for row in found.tolist()}) == len(documents)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_texts_within_a_larger_table_have_their_own_digests(implementation: ModuleType) -> None:
    """Offsets that begin later give what the texts give alone."""
    words, offsets = joined([[1, 2], [3, 4, 5], [], [6]])
    alone = implementation.digest_words(words[2:], offsets[1:] - 2)
    assert np.array_equal(implementation.digest_words(words, offsets[1:]), alone)


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
@given(st.lists(st.binary(max_size=90)), st.binary(max_size=9))
def test_strings_are_hashed_by_xxh64(implementation: ModuleType, strings: list[bytes], before: bytes) -> None:
    """Each string within a buffer has the hash that the reference library gives it, whatever stands around it."""
    bounds = np.cumsum([len(before), *map(len, strings)]).astype(np.int64)
    buffer = np.frombuffer(before + b"".join(strings) + b"behind", np.uint8)
    assert implementation.hash_strings(buffer, bounds).tolist() == [xxhash.xxh64_intdigest(each) for each in strings]
