"""What an index file holds, and whether it is sound: all that follows from its texts is computed again and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.documents import batch_of
from dedup.errors import StoreError
from dedup.index.bodies import document_of
from dedup.index.checksums import check_small_tables, digest_of_body, digest_of_words, row_sum, unsealed
from dedup.index.names import find_key
from dedup.index.postings import Postings, shortened
from dedup.index.schema import FORMAT
from dedup.index.segments import Gaps, Kind, posting_counts, segments, stored_postings
from dedup.index.sketches import sketch
from dedup.index.store import translated_errors
from dedup.progress import SILENT
from dedup.words.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dedup.documents import Document
    from dedup.index.sketches import Sketches
    from dedup.index.store import Store
    from dedup.progress import Watch

_SETTINGS = ("words", "permutations", "seed", "bands", "rows", "threshold", "recall", "fingerprint_words", "min_run")
_AT_ONCE = 1000
_Row = tuple[int, str, int | None, bytes, int, int, bytes, int]
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))


def describe_index(store: Store) -> dict[str, Any]:
    """Return the counts and the header of an index by their names, in the order in which they are shown."""
    with store.reading():
        state = store.state
        entries = posting_counts(store.connection)
        (gone,) = store.connection.execute("SELECT coalesce(sum(words), 0) FROM gaps").fetchone()
        (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
        (page,) = store.connection.execute("PRAGMA page_size").fetchone()
    header = store.header
    return {
        "format": FORMAT,
        "program": header.program,
        "folding": header.folding,
        "word_hash": header.word_hash,
        "shingle_scheme": header.shingle_scheme,
        **{name: getattr(header, name) for name in _SETTINGS},
        "documents": state["documents"],
        "texts": state["texts"],
        "text_words": state["words"],
        "text_bytes": state["bytes"],
        "file_bytes": pages * page,
        "fingerprints": entries[Kind.FINGERPRINTS],
        "band_keys": entries[Kind.BANDS],
        "removed_words": gone,
        "changes": state["generation"],
        "matches": state["matches"],
        "documents_with_claims": state["claims"],
        "matches_are_current": state["settled"] == state["generation"],
    }


def faults(store: Store, watch: Watch = SILENT) -> list[str]:
    """Return what is wrong with an index, a sentence each; none where all is well.

    SQLite's own check comes first. Then each text is restored, and its digests, signature and postings are recomputed.
    """
    with store.reading(check=False), translated_errors(store.path):
        problems = [f"SQLite: {row[0]}" for row in store.connection.execute("PRAGMA integrity_check(20)")]
        if problems != ["SQLite: ok"]:
            return problems
        return [*_Verification(store).faults(watch), *_faults_of_small_tables(store)]


def _faults_of_small_tables(store: Store) -> Iterator[str]:
    try:
        check_small_tables(store.connection)
    except StoreError as error:
        yield str(error)


class _Verification:
    """One pass over all documents."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sums = dict.fromkeys(Kind, 0)

    def faults(self, watch: Watch) -> Iterator[str]:
        state = self._store.state
        counted = {
            "documents": "SELECT count(*) FROM documents",
            "bytes": "SELECT coalesce(sum(bytes), 0) FROM documents",
            "texts": "SELECT count(*) FROM texts",
            "claims": "SELECT count(*) FROM claims",
            "matches": "SELECT count(*) FROM matches",
        }
        for name, query in counted.items():
            (actual,) = self._store.connection.execute(query).fetchone()
            if actual != state[name]:
                yield f"the index counts {state[name]} {name}, but {actual} are there"
        with watch.stage("verifying", state["documents"]) as done:
            for rows in self._rows():
                yield from self._faults_of(rows)
                done(len(rows))
        yield from self._faults_of_postings()

    def _rows(self) -> Iterator[list[_Row]]:
        rows = self._store.connection.execute(
            "SELECT d.key, d.id, d.text, d.digest, d.bytes, d.checksum, d.body, coalesce(t.first = d.key, 0) "
            "FROM documents d LEFT JOIN texts t ON t.start = d.text ORDER BY d.text, d.key"
        )
        while found := rows.fetchmany(_AT_ONCE):
            yield found

    def _faults_of(self, rows: list[_Row]) -> Iterator[str]:
        compressor = self._store.compressor()
        sound: list[tuple[Document, int | None, bool]] = []
        for key, name, text, digest, size, checksum, kept, is_first in rows:
            try:
                body = compressor.restore(unsealed("documents", key, kept))
            except StoreError:
                yield f"the text of {name!r} cannot be restored"
                continue
            if row_sum(key, name, text, digest, size) != checksum or find_key(self._store.connection, name) != key:
                yield f"the row of {name!r} is not what was written"
            if digest_of_body(body) != digest:
                yield f"the text of {name!r} is not what was added"
                continue
            sound.append((document_of(name, body), text, bool(is_first)))
        if sound:
            texts = batch_of([document for document, _, _ in sound]).column("text")
            made = sketch(tokenise(texts), self._store.header)
            yield from self._faults_of_sketches(sound, made)

    def _faults_of_sketches(self, sound: list[tuple[Document, int | None, bool]], made: Sketches) -> Iterator[str]:
        rows, starts = [], []
        for row, (document, start, is_first) in enumerate(sound):
            words = made.words.of(row)
            stored = None
            if start is not None:
                query = "SELECT start, words, first, digest, documents, checksum, signature FROM texts WHERE start = ?"
                stored = self._store.connection.execute(query, (start,)).fetchone()
            there = (stored[1], stored[3]) if stored else None
            if (stored is None) != (words.size == 0) or (stored and there != (words.size, digest_of_words(words))):
                yield f"the words of {document.id!r} are not those that were indexed"
                continue
            if stored and row_sum(*stored[:5]) != stored[5]:
                yield f"the row of the text of {document.id!r} is not what was written"
            if stored and stored[6] != made.signatures[row].astype("<u4").tobytes():
                yield f"the signature of {document.id!r} is not that of its words"
            if is_first and start is not None:
                rows.append(row)
                starts.append(start)
        if rows:
            places = np.array(rows, np.int64), np.array(starts, np.int64)
            self._sums[Kind.BANDS] += _sum(made.band_postings(*places))
            self._sums[Kind.FINGERPRINTS] += _sum(made.fingerprint_postings(*places))

    def _faults_of_postings(self) -> Iterator[str]:
        try:
            yield from self._faults_of_segments()
        except StoreError as error:
            yield f"the postings of the index are not those of its texts: {error}"

    def _faults_of_segments(self) -> Iterator[str]:
        gaps = Gaps(self._store.connection)
        for kind in Kind:
            total = 0
            for segment in segments(self._store.connection, kind):
                entries = 0
                for postings in stored_postings(self._store.connection, segment):
                    entries += postings.keys.size
                    total += _sum(postings.where(gaps.live(postings.words)))
                if entries != segment.entries:
                    yield f"segment {segment.number} should hold {segment.entries} postings and holds {entries}"
            if (total - self._sums[kind]) % (1 << 64):
                yield f"the {kind.name.lower()} of the index are not those of its texts"


def _sum(postings: Postings) -> int:
    """Return the sum of a hash of each posting: equal for equal postings in any order."""
    keys = shortened(postings.keys) * _MIX[0] + postings.checks
    value = (keys ^ (keys >> np.uint64(29))) * _MIX[1] + postings.words.astype(np.uint64)
    value = (value ^ (value >> np.uint64(32))) * _MIX[2]
    return int((value ^ (value >> np.uint64(29))).sum(dtype=np.uint64))
