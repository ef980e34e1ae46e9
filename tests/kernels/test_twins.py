"""The kernels and their reference in NumPy against the textbook: one test runs both."""

from __future__ import annotations

import random
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import kernels
from dedup.words import folding
from tests import reference
from tests.kernels import naive

if TYPE_CHECKING:
    from types import ModuleType

TWINS: list[ModuleType] = [reference, kernels]

SCRIPTS = (
    "abcXYZ éÉßﬁ½²ªİıſ ΣςσΩ Ѐабвгде АВСорх 漢字仮名かがガｶﾞー กิน้ำ ລາວ ខ្មែរ မြန်မာ हिन्दी עִבְרִית العَرَبِيّة ـ가나다각 0١٣Ⅷ"
    "oоοօOОΟMМTТвжñïїйўё ΛϲᎠDꓮꓐ ی ک"
    " \u0306\u0308\u0304\u093c\u094d\u1037\u103a\u3099\uff9e\u0e38\u0e48\u0f71\u0f72\u0f73"
    " \u0301\u0300 \u200b\u200d\ufeff\ufe0f \u00ad- ‐\n\r\t '’_–.,;!?()[]#*\u200b \U0001f600 \U00020000 𝐀𝒃"
)
texts = st.text(alphabet=st.one_of(st.sampled_from(SCRIPTS), st.characters(codec="utf-8")), max_size=60)
pieces = st.one_of(
    st.from_regex(r"[A-Za-z0-9]{1,20}", fullmatch=True),
    st.sampled_from(
        [" ", ", ", "\n", "-", "-\n", " - ", "-\r\n  ", "\u2019", "\u00ad", "\u0301", ". ", "x" * 31, "Y" * 70]
    ),
    st.sampled_from(SCRIPTS),
)
prose = st.lists(pieces, max_size=120).map("".join)
"""Texts of hundreds of bytes, most of them ASCII: enough for kernels that read many bytes at a time."""
numbers = st.lists(st.integers(0, 3), max_size=80)
halves = st.integers(0, 2**32 - 1)


def packed(documents: list[str]) -> tuple[np.ndarray, np.ndarray]:
    raw = [d.encode() for d in documents]
    return np.frombuffer(b"".join(raw), np.uint8), np.cumsum([0, *map(len, raw)]).astype(np.int64)


def joined(documents: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    flat = np.array([w for d in documents for w in d], np.uint64)
    return flat, np.cumsum([0, *map(len, documents)]).astype(np.int64)


def assigned(text: str) -> bool:
    """Return whether the textbook, which asks this Python, and the shipped table know the same of all characters."""
    known = unicodedata if unicodedata.unidata_version == "14.0.0" else unicodedata.ucd_3_2_0
    return all(known.category(c) != "Cn" for c in text)


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(texts.filter(assigned) | prose, max_size=4))
@settings(max_examples=400, deadline=None)
def test_words_are_those_of_the_textbook(twin: ModuleType, documents: list[str]) -> None:
    """Hashes, spans and bounds of words equal the plain walk, in any script, for any neighbours."""
    found = twin.split_words(*packed(documents), folding.load())
    base = 0
    for i, text in enumerate(documents):
        expected = naive.split_words(text)
        low, high = found.offsets[i], found.offsets[i + 1]
        assert found.hashes[low:high].tolist() == [naive.word_hash(w) for w, _, _ in expected]
        assert found.starts[low:high].tolist() == [base + len(text[:s].encode()) for _, s, _ in expected]
        assert found.ends[low:high].tolist() == [base + len(text[:e].encode()) for _, _, e in expected]
        base += len(text.encode())


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(texts.filter(assigned) | prose, max_size=4), texts, texts)
@settings(max_examples=200, deadline=None)
def test_texts_within_a_larger_buffer_are_read_alone(
    twin: ModuleType, documents: list[str], before: str, after: str
) -> None:
    """What stands around the texts changes nothing but their places."""
    buffer, offsets = packed([before, *documents, after + "around " * 20])
    found = twin.split_words(buffer, offsets[1:-1], folding.load())
    alone = twin.split_words(*packed(documents), folding.load())
    assert found.hashes.tolist() == alone.hashes.tolist()
    assert (found.starts - offsets[1]).tolist() == alone.starts.tolist()
    assert (found.ends - offsets[1]).tolist() == alone.ends.tolist()
    assert found.offsets.tolist() == alone.offsets.tolist()


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(texts.filter(assigned) | prose, max_size=4))
@settings(max_examples=50, deadline=None)
def test_words_without_spans_have_the_same_hashes(twin: ModuleType, documents: list[str]) -> None:
    """The pass that leaves spans out finds the same words."""
    hashes, offsets = twin.hash_words(*packed(documents), folding.load())
    words = twin.split_words(*packed(documents), folding.load())
    assert hashes.tolist() == words.hashes.tolist()
    assert offsets.tolist() == words.offsets.tolist()


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(numbers, max_size=4), st.integers(1, 7))
@settings(max_examples=150, deadline=None)
def test_shingles_are_those_of_the_textbook(twin: ModuleType, documents: list[list[int]], size: int) -> None:
    """Every run of `size` words has its hash, and a text that is shorter has one of all its words."""
    found = twin.shingle_hashes(*joined(documents), size)
    for i, words in enumerate(documents):
        assert found.hashes[found.offsets[i] : found.offsets[i + 1]].tolist() == naive.shingles(words, size)


@pytest.mark.parametrize("twin", TWINS)
@given(numbers, st.integers(1, 7))
@settings(max_examples=100, deadline=None)
def test_rolling_hashes_are_those_of_one_long_text(twin: ModuleType, words: list[int], size: int) -> None:
    """Without bounds every run of `size` words has its hash, and fewer words have none."""
    found = twin.rolling(np.array(words, np.uint64), size)
    assert found.tolist() == [naive.shingle(words[i : i + size]) for i in range(len(words) - size + 1)]


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(numbers, max_size=4), st.lists(st.tuples(halves, halves), min_size=1, max_size=20))
@settings(max_examples=100, deadline=None)
def test_signatures_are_those_of_the_textbook(
    twin: ModuleType, documents: list[list[int]], permutations: list[tuple[int, int]]
) -> None:
    """Each permutation gives the least value of the text, and all ones for a text without words."""
    shingles = twin.shingle_hashes(*joined(documents), 3)
    a, b = (list(column) for column in zip(*permutations, strict=True))
    found = twin.signatures(shingles, np.array(a, np.uint32), np.array(b, np.uint32))
    assert found.tolist() == [naive.signature(naive.shingles(words, 3), a, b) for words in documents]


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(texts.filter(assigned) | prose, max_size=4), st.integers(1, 7), st.integers(1, 9))
@settings(max_examples=100, deadline=None)
def test_signing_texts_takes_words_shingles_and_permutations_in_one(
    twin: ModuleType, documents: list[str], size: int, count: int
) -> None:
    """The pass from texts to signatures gives what the three passes give one after the other."""
    a, b = np.arange(1, 2 * count, 2, dtype=np.uint32), np.arange(count, dtype=np.uint32)
    found = twin.sign_texts(*packed(documents), folding.load(), size, (a, b))
    hashes, offsets = twin.hash_words(*packed(documents), folding.load())
    assert found.tolist() == twin.signatures(twin.shingle_hashes(hashes, offsets, size), a, b).tolist()


keys = st.lists(st.one_of(st.integers(0, 5), st.integers(0, 2**64 - 1)), max_size=200)


@pytest.mark.parametrize("twin", TWINS)
@given(keys)
@settings(max_examples=200, deadline=None)
def test_keys_are_sorted_and_equal_ones_keep_their_order(twin: ModuleType, keys: list[int]) -> None:
    """It is the order that Python's own stable sort gives."""
    found, rows = twin.sort_by_key(np.array(keys, np.uint64))
    expected = sorted(enumerate(keys), key=lambda row: row[1])
    assert list(zip(rows.tolist(), found.tolist(), strict=True)) == expected


@pytest.mark.parametrize("twin", TWINS)
@given(keys, st.integers(1, 8))
@settings(max_examples=200, deadline=None)
def test_rows_are_taken_apart_by_the_first_bits_of_their_keys(twin: ModuleType, keys: list[int], bits: int) -> None:
    """Each part has the rows whose keys begin with its number, in the order in which they came."""
    rows = list(zip(keys, range(7, 7 + len(keys)), strict=True))
    columns = np.array(keys, np.uint64), np.arange(7, 7 + len(keys))
    found, values = out = np.empty(len(keys), np.uint64), np.empty(len(keys), np.int64)
    bounds = twin.part_rows(*columns, bits, out)
    parts = [list(zip(found[a:b].tolist(), values[a:b].tolist(), strict=True)) for a, b in pairwise(bounds.tolist())]
    assert parts == [[row for row in rows if row[0] >> 64 - bits == part] for part in range(1 << bits)]


@pytest.mark.parametrize("twin", TWINS)
@given(keys)
@settings(max_examples=200, deadline=None)
def test_groups_are_the_rows_of_keys_that_stand_twice(twin: ModuleType, keys: list[int]) -> None:
    """Every such key has its rows, and no other key has any."""
    rows, bounds = twin.group_rows(np.array(keys, np.uint64))
    groups = [rows[bounds[g] : bounds[g + 1]].tolist() for g in range(bounds.size - 1)]
    assert groups == [[i for i, k in enumerate(keys) if k == key] for key in sorted(set(keys)) if keys.count(key) > 1]
    assert bounds[0] == 0
    assert bounds[-1] == rows.size


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(st.tuples(st.lists(st.integers(0, 5)), st.integers(0, 9)), max_size=5))
@settings(max_examples=200, deadline=None)
def test_groups_of_segments_are_those_of_their_rows_in_order(
    twin: ModuleType, parts: list[tuple[list[int], int]]
) -> None:
    """However the rows are spread over blocks, values of a key come in the order of the segments, each moved."""
    rows = [(key, 10 * i + start) for part, start in parts for i, key in enumerate(part)]
    blocks = [
        (
            np.array([9, *part, 9], np.uint64),
            np.array([-1, *range(0, 10 * len(part), 10), -1]),
            np.array([[1, 1 + len(part) // 2, start], [1 + len(part) // 2, 1 + len(part), start]]),
        )
        for part, start in parts
    ]
    values, bounds = twin.group_segments(blocks)
    groups = [values[low:high].tolist() for low, high in pairwise(bounds.tolist())]
    expected = [[value for key, value in rows if key == each] for each in range(6)]
    assert groups == [group for group in expected if len(group) > 1]


def test_the_reference_has_the_same_functions() -> None:
    """What the kernels offer the reference offers too."""
    assert set(reference.__all__) == {*kernels.__all__} - {"choose"}


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(numbers, max_size=4), st.integers(1, 6), st.integers(1, 8))
@settings(max_examples=200, deadline=None)
def test_fingerprints_are_those_of_the_textbook(
    twin: ModuleType, documents: list[list[int]], size: int, window: int
) -> None:
    """Of every window the least shingle is chosen, the last of equals, and nothing across two texts."""
    words, offsets = joined(documents)
    found = twin.winnow(words, offsets, size, window)
    expected = [
        (key, position + offsets[i])
        for i, document in enumerate(documents)
        for key, position in naive.winnow(document, size, window)
    ]
    assert list(zip(found.keys.tolist(), found.positions.tolist(), strict=True)) == expected


@pytest.mark.parametrize("twin", TWINS)
@pytest.mark.parametrize(("values", "window"), [(2, 7), (3, 1), (12, 2), (1 << 60, 7), (40, 200)])
def test_fingerprints_of_long_texts_are_those_of_the_textbook(twin: ModuleType, values: int, window: int) -> None:
    """However many shingles a text has, of few different words or many, the fingerprints are the same."""
    chance = random.Random(values)
    document = [chance.randrange(values) for _ in range(2500)]
    found = twin.winnow(*joined([document]), 3, window)
    assert list(zip(found.keys.tolist(), found.positions.tolist(), strict=True)) == naive.winnow(document, 3, window)


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(numbers, min_size=1, max_size=4), st.integers(1, 12), st.integers(1, 8), st.randoms())
@settings(max_examples=200, deadline=None)
def test_runs_around_places_are_those_that_hold_them_within_one_text(
    twin: ModuleType, documents: list[list[int]], size: int, window: int, chance: random.Random
) -> None:
    """Each run that begins at a place, or a few words before it, is told once with the hash of its words."""
    words, offsets = joined(documents)
    places = sorted(chance.sample(range(words.size), words.size // 3))
    hashes, starts = twin.rolling_around(words, offsets, np.array(places, np.int64), size, window)
    expected = {
        start: naive.shingle(document[start - low : start - low + size])
        for document, low in zip(documents, offsets.tolist(), strict=False)
        for start in range(low, low + len(document) - size + 1)
        if any(start <= place < min(start + window, low + len(document)) for place in places)
    }
    assert list(zip(starts.tolist(), hashes.tolist(), strict=True)) == sorted(expected.items())


@pytest.mark.parametrize("twin", TWINS)
@given(prose)
@settings(deadline=None)
def test_words_are_written_where_there_is_room_for_them(twin: ModuleType, text: str) -> None:
    """Room for exactly as many words as there are is filled, and nothing beside it."""
    buffer, offsets = packed([text, text])
    hashes, bounds = twin.hash_words(buffer, offsets, folding.load())
    room = np.full(hashes.size + 20, 7, np.uint64)
    again, same = twin.hash_words(buffer, offsets, folding.load(), room[10:-10])
    assert (room[:10] == 7).all()
    assert (room[-10:] == 7).all()
    assert np.array_equal(again, hashes)
    assert np.array_equal(room[10:-10], hashes)
    assert np.array_equal(same, bounds)


@pytest.mark.parametrize("twin", TWINS)
@pytest.mark.parametrize("size", [1, 5, 8, 9, 30])
def test_shingles_of_long_texts_are_those_of_the_textbook(twin: ModuleType, size: int) -> None:
    """However many words a shingle has, and a text shingles, each has the hash of its words."""
    chance = random.Random(size)
    document = [chance.getrandbits(64) for _ in range(2500)]
    found = twin.shingle_hashes(*joined([document]), size)
    assert found.hashes.tolist() == [naive.shingle(document[i : i + size]) for i in range(len(document) - size + 1)]


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(numbers, min_size=2, max_size=3), st.integers(1, 6))
@settings(max_examples=200, deadline=None)
def test_runs_are_those_of_the_textbook(twin: ModuleType, documents: list[list[int]], least: int) -> None:
    """From all places where one word is equal, exactly the maximal runs of two texts grow."""
    words, offsets = joined(documents)
    seeds = [(i, j) for i in range(offsets[1]) for j in range(offsets[1], offsets[2]) if words[i] == words[j]]
    first, second = np.array(seeds, np.int64).reshape(-1, 2).T
    found = twin.equal_runs(words, offsets, (first, second), least)
    rows = list(zip(found.a.tolist(), (found.b - offsets[1]).tolist(), found.length.tolist(), strict=True))
    assert rows == sorted(naive.runs(documents[0], documents[1], least))


@pytest.mark.parametrize("twin", TWINS)
@given(numbers.filter(bool), st.data())
@settings(max_examples=100, deadline=None)
def test_words_are_equal_along_as_far_as_a_loop_says(
    twin: ModuleType, document: list[int], data: st.DataObject
) -> None:
    """Ahead and back, from any two places, one place with itself too, and never further than there is room."""
    step = data.draw(st.sampled_from([1, -1]))
    places = st.integers(0, len(document) - 1)
    rows = []
    for one, other, wished in data.draw(st.lists(st.tuples(places, places, st.integers(0, 9)), max_size=6)):
        left = min(one, other) + 1 if step < 0 else len(document) - max(one, other)
        rows.append((one, other, min(left, wished)))
    expected = [
        next((at for at in range(room) if document[one + step * at] != document[other + step * at]), room)
        for one, other, room in rows
    ]
    columns = np.array(rows, np.int64).reshape(-1, 3).T.copy()
    assert twin.equal_along(np.array(document, np.uint64), *columns, step).tolist() == expected


@pytest.mark.parametrize("twin", TWINS)
def test_long_runs_grow_beyond_the_steps_taken_together(twin: ModuleType) -> None:
    """One seed in the middle of a long run finds both of its ends."""
    chance = random.Random(1)
    shared = [chance.getrandbits(64) for _ in range(500)]
    words, offsets = joined([[1, 2, *shared, 3], [4, *shared, 5]])
    found = twin.equal_runs(words, offsets, (np.array([250]), np.array([503 + 249])), 12)
    assert (found.a.tolist(), found.b.tolist(), found.length.tolist()) == ([2], [504], [500])


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(numbers, min_size=2, max_size=4), st.integers(1, 5))
@settings(max_examples=150, deadline=None)
def test_overlap_is_that_of_the_textbook(twin: ModuleType, documents: list[list[int]], size: int) -> None:
    """Shared and distinct shingles and covered words are counted as by hand."""
    words, offsets = joined(documents)
    shingles = twin.shingle_hashes(words, offsets, size)
    pairs = (np.array([0, 1, 0], np.int64), np.array([1, 0, 0], np.int64))
    found = twin.compare_sets(shingles, np.diff(offsets), pairs, size)
    for row in range(3):
        a, b = documents[pairs[0][row]], documents[pairs[1][row]]
        assert tuple(int(column[row]) for column in found) == naive.overlap(a, b, size)


def _neighbours(rows: np.ndarray, bounds: np.ndarray, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of each row of a group and of the one before it."""
    at = np.setdiff1d(np.arange(rows.size), bounds)
    return positions[rows[at - 1]], positions[rows[at]]


def test_twins_agree_on_much_text_of_all_scripts() -> None:
    """On texts larger than any block of the kernels every array is the same, for each twin."""
    chance = random.Random(2)
    alphabet = SCRIPTS + "etaoin shrdlu" * 40 + "".join(map(chr, range(0xA0, 0x3000)))
    phrases = ["".join(chance.choices(SCRIPTS, k=200)) for _ in range(50)]
    documents = ["".join(chance.choices(alphabet, k=chance.choice([0, 1, 30, 3000, 20_000]))) for _ in range(30)]
    documents += ["\n".join(chance.choices(phrases, k=200)) for _ in range(5)]
    buffer, offsets = packed(documents)
    first, *others = (twin.split_words(buffer, offsets, folding.load()) for twin in TWINS)
    for other in others:
        assert all(np.array_equal(x, y) for x, y in zip(first, other, strict=True))
    shingles = [twin.shingle_hashes(first.hashes, first.offsets, 5) for twin in TWINS]
    prints = [twin.winnow(first.hashes, first.offsets, 6, 7) for twin in TWINS]
    a = np.array([chance.getrandbits(32) for _ in range(128)], np.uint32)
    signed = [twin.signatures(shingles[0], a, a[::-1].copy()) for twin in TWINS]
    seeds = _neighbours(*kernels.group_rows(prints[0].keys), prints[0].positions)
    runs = [twin.equal_runs(first.hashes, first.offsets, seeds, 7) for twin in TWINS]
    grouped = [twin.group_rows(shingles[0].hashes) for twin in TWINS]
    ordered = [twin.sort_by_key(shingles[0].hashes) for twin in TWINS]
    assert runs[0].a.size > 1000
    for rows in (shingles, prints, runs, grouped, ordered):
        assert all(np.array_equal(x, y) for row in rows[1:] for x, y in zip(rows[0], row, strict=True))
    assert all(np.array_equal(signed[0], each) for each in signed[1:])


@pytest.mark.parametrize("twin", TWINS)
@given(st.lists(st.binary(max_size=90)), st.binary(max_size=9))
def test_strings_are_hashed_by_xxh64(twin: ModuleType, strings: list[bytes], before: bytes) -> None:
    """Each string within a buffer has the hash that the reference library gives it, whatever stands around it."""
    bounds = np.cumsum([len(before), *map(len, strings)]).astype(np.int64)
    buffer = np.frombuffer(before + b"".join(strings) + b"behind", np.uint8)
    assert twin.hash_strings(buffer, bounds).tolist() == [xxhash.xxh64_intdigest(each) for each in strings]
