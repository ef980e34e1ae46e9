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

from dedup.documents import Document, collection_of
from dedup.errors import StoreError
from dedup.index.header import Header
from dedup.index.inspection import faults
from dedup.index.sketches import sketch
from dedup.index.store import open_store
from dedup.index.update import add, remove
from dedup.settings import Settings
from dedup.walks.lookup import lookup
from dedup.words.tokens import tokenise
from tests.index.made_news import index_of, news
from tests.index.older_formats import make_older

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


@pytest.mark.parametrize("version", [1, 2])
def test_older_format_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    """The first command that writes adds what is missing; the file is then sound, and says what a new one says."""
    path = tmp_path / "x.dedup"
    documents = news(4, 30)
    with index_of(path, [*documents, Document("twin", documents[3].text)], steps=3) as store:
        remove(store, ["d1", "d9"])
        add(store, collection_of([Document("d3", documents[8].text)]))
        found = lookup(store, collection_of(news(4, 34)[30:]))
    make_older(path, version)
    with pytest.raises(StoreError, match=rf"its format is {version}, and this program reads 3; `dedup index add`"):
        open_store(path)
    with open_store(path, write=True) as store:
        assert store.header == Header.of(Settings())
        assert faults(store) == []
        assert lookup(store, collection_of(news(4, 34)[30:])) == found
        add(store, collection_of(news(4, 40)[30:]))
        assert faults(store) == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)


def test_damaged_file_of_an_older_format_is_not_brought_up_to_date(tmp_path: Path) -> None:
    """Format 2 has no checksums, so its texts are held to their digests; where one fails, the file stays as it is."""
    path = tmp_path / "x.dedup"
    index_of(path, news(4, 12)).close()
    make_older(path, 2)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE documents SET digest = zeroblob(16) WHERE id = 'd7'")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="the text of 'd7' is not what was added"):
        open_store(path, write=True)
    after_the_header = slice(100, None)  # which says whether the file is in the write-ahead mode
    assert path.read_bytes()[after_the_header] == before[after_the_header]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"seed": 2}, "made with the seed 1, and not with the seed 2: leave it out, or make another index"),
        ({"permutations": 64}, "made with 128 permutations, and not with 64 permutations"),
        ({"min_run": 10}, "a shortest run of 12 words, and not with a shortest run of 10 words"),
        (
            {"threshold": 0.9},
            r"made with 42 bands \(threshold 0.5, recall 0.99\), and not with \d+ bands \(threshold 0.9, recall 0.99\)",
        ),
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
    with pytest.raises(StoreError, match=r"its format is 99, and this program knows formats up to 3"):
        open_store(tmp_path / "x.dedup", write=True)
