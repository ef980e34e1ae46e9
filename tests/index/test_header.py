"""The header of an index: sketches that were made otherwise are refused, and what the header says is so."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
import xxhash
from datasketch import MinHash

from dedup.errors import StoreError
from dedup.index.header import Header
from dedup.index.sketches import sketch
from dedup.index.store import open_store
from dedup.settings import Settings
from dedup.words.tokens import tokenise
from tests.index.made_news import index_of, news

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "the council met on tuesday to decide about the bridge over the river that was closed in spring"


def shingles_of(size: int) -> list[int]:
    """Return the hash of each shingle of `TEXT`: a polynomial of XXH64, under MurmurHash3's 64-bit finaliser."""
    hashes, found = [xxhash.xxh64_intdigest(word.encode(), seed=0) for word in TEXT.split()], []
    for start in range(len(hashes) - size + 1):
        value = 0
        for word in hashes[start : start + size]:
            value = (value * 0x9E3779B97F4A7C15 + word) % 2**64
        for prime in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
            value = (value ^ value >> 33) * prime % 2**64
        found.append(value ^ value >> 33)
    return found


def test_sketches_are_those_of_the_hashes_that_the_header_names() -> None:
    """Computed with xxhash and datasketch: where this fails, the hashes changed, and need other names in the header."""
    header = Header.of(Settings())
    made = sketch(tokenise(pa.array([TEXT], pa.large_string())), header)
    assert (header.word_hash, header.shingle_scheme) == ("xxh64", "polynomial-murmur3 affine32 winnowing")
    textbook = MinHash(num_perm=128, seed=1, scheme="affine32", hashfunc=lambda value: value)
    for value in shingles_of(5):
        textbook.update(value & 0xFFFFFFFF)
    assert made.signatures[0].tolist() == np.asarray(textbook.hashvalues).tolist()
    fingerprints = shingles_of(6)
    chosen = {min(fingerprints[start : start + 7]) for start in range(len(fingerprints) - 6)}
    assert set(made.fingerprints.keys.tolist()) == chosen


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("folding", r"folded by other/0, and this program folds by unicode-"),
        ("word_hash", r"hashed by other/0, and this program hashes by xxh64: build the index anew"),
        ("shingle_scheme", r"shingle scheme is other/0, and that of this program is polynomial-murmur3"),
    ],
)
def test_other_folding_hash_or_scheme_is_refused(tmp_path: Path, name: str, sentence: str) -> None:
    """An index whose words or shingles became other numbers is refused with a sentence that names both ways."""
    with index_of(tmp_path / "x.dedup", news(4, 2)) as store:
        store.connection.execute("UPDATE header SET value = 'other/0' WHERE name = ?", (name,))
    for write in (False, True):
        with pytest.raises(StoreError, match=sentence):
            open_store(tmp_path / "x.dedup", write=write)


def test_index_of_format_1_is_brought_up_to_date(tmp_path: Path) -> None:
    """Its header lacks the hashes; the first command that writes adds those that every such index was made with."""
    with index_of(tmp_path / "x.dedup", news(4, 2)) as store:
        store.connection.execute("DELETE FROM header WHERE name IN ('word_hash', 'shingle_scheme')")
        store.connection.execute("PRAGMA user_version = 1")
    with pytest.raises(StoreError, match=r"its format is 1, and this program reads 2; `dedup index add` brings it up"):
        open_store(tmp_path / "x.dedup")
    with open_store(tmp_path / "x.dedup", write=True) as store:
        assert store.header == Header.of(Settings())
    with closing(sqlite3.connect(tmp_path / "x.dedup")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"seed": 2}, "made with the seed 1, but the seed 2"),
        ({"permutations": 64}, "made with 128 permutations, but 64 permutations"),
        ({"min_run": 10}, "a shortest run of 12 words, but a shortest run of 10 words"),
        ({"threshold": 0.9}, "made with 42 bands, but"),
    ],
)
def test_settings_that_do_not_fit_are_refused(tmp_path: Path, changes: dict[str, Any], sentence: str) -> None:
    """Each setting that shapes the sketches is compared, and both values are told."""
    index_of(tmp_path / "x.dedup", news(4, 2)).close()
    with pytest.raises(StoreError, match=sentence):
        open_store(tmp_path / "x.dedup", settings=Settings(**changes))


def test_later_format_is_refused(tmp_path: Path) -> None:
    """A file of a format that only a later program knows is not touched."""
    with index_of(tmp_path / "x.dedup", news(4, 2)) as store:
        store.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match=r"its format is 99, and this program knows formats up to 2"):
        open_store(tmp_path / "x.dedup", write=True)
