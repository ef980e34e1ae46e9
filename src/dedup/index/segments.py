"""Segments: the postings of an index file, in a few sorted pieces, written whole and merged as they grow in number.

An addition writes one segment at the end; no page that is full is ever touched for it. A segment less than `GROWTH`
times as large as those after it is merged with them, so that there are never more than a few, and a posting is
rewritten a few times in all (the log-structured merge of O'Neil et al., 1996, in one file).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup.index.checksums import damaged, sealed, unsealed
from dedup.index.postings import Layout, Postings, join_postings, shortened

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from numpy.typing import NDArray

GROWTH = 3
"""How many times larger a segment is than all that come after it."""
MERGED_AT_ONCE = 1 << 21
"""Postings that are held in memory while segments are merged, roughly."""

_NUMBER_SHIFT = 36  # a posting row's key: the number of the segment, then the bucket


class Kind(IntEnum):
    """What the keys of a segment are."""

    BANDS = 0
    FINGERPRINTS = 1


@dataclass(frozen=True, slots=True)
class Segment:
    """One sorted piece: its number, what its keys are, how it is packed, and how many postings it has."""

    number: int
    kind: Kind
    layout: Layout
    entries: int


class Hits(NamedTuple):
    """Postings that were found: `query` (int64) is the index of the key asked for; `checks`, `words` as in postings."""

    query: NDArray[np.int64]
    checks: NDArray[np.uint64]
    words: NDArray[np.int64]

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Hits:
        """Return the chosen ones, or all in another order."""
        return Hits(self.query[chosen], self.checks[chosen], self.words[chosen])


class Gaps:
    """The words of texts that were removed: postings that point there are dead until a merge drops them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT start, words FROM gaps ORDER BY start").fetchall()
        self._starts = np.array([start for start, _ in rows], np.int64)
        self._ends = np.array([start + words for start, words in rows], np.int64)

    def live(self, words: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return for each word whether the text that it belongs to is still there."""
        if not self._starts.size:
            return np.ones(words.size, bool)
        at = np.searchsorted(self._starts, words, side="right") - 1
        dead: NDArray[np.bool_] = (at >= 0) & (words < self._ends[np.maximum(at, 0)])
        return ~dead


def segments(connection: sqlite3.Connection, kind: Kind) -> list[Segment]:
    """Return the segments of one kind, oldest first."""
    rows = connection.execute(
        "SELECT number, base, position_bits, bucket_bits, entries FROM segments WHERE kind = ? ORDER BY number", (kind,)
    )
    found = [Segment(number, kind, Layout(base, position, bucket), n) for number, base, position, bucket, n in rows]
    for segment in found:
        if not segment.layout.is_possible:
            what = f"segment {segment.number} cannot be packed as it says"
            raise damaged(what)
    return found


def write_segment(connection: sqlite3.Connection, kind: Kind, postings: Postings, end: int) -> None:
    """Append postings (in the order of their words, all before word `end`) as a new segment."""
    if not postings.keys.size:
        return
    layout = Layout.of(int(postings.words[0]), end)
    number = _new_number(connection)
    _write_rows(connection, number, layout, range(1 << layout.bucket_bits), postings)
    _record(connection, Segment(number, kind, layout, int(postings.keys.size)))


def _write_rows(
    connection: sqlite3.Connection, number: int, layout: Layout, buckets: range, postings: Postings
) -> None:
    """Write a row for each of some buckets, empty ones too: a row that is not there would look like an empty one."""
    packed = dict(layout.pack(postings))
    rows = ((number << _NUMBER_SHIFT | bucket, packed.get(bucket, b"")) for bucket in buckets)
    connection.executemany("INSERT INTO postings VALUES (?, ?)", ((key, sealed(key, raw)) for key, raw in rows))


def find_postings(connection: sqlite3.Connection, kind: Kind, keys: NDArray[np.uint64]) -> Hits:
    """Return where keys stand, in the order of the words; dead postings too.

    `keys` are distinct. Equal in the bits that the index keeps counts as equal.
    """
    short = shortened(keys)
    order = np.argsort(short)
    ordered = short[order]
    parts = [Hits(np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0, np.int64))]
    for segment in segments(connection, kind):
        buckets = np.unique(segment.layout.buckets(keys)).tolist()
        rows = [(bucket, _entries(connection, segment.number << _NUMBER_SHIFT | bucket)) for bucket in buckets]
        held = segment.layout.unpack(rows)
        theirs = shortened(held.keys)
        low, high = (np.searchsorted(ordered, theirs, side=side) for side in ("left", "right"))
        met = np.flatnonzero(high > low)
        parts.append(Hits(order[low[met]], held.checks[met], held.words[met]))
    found = Hits(
        np.concatenate([part.query for part in parts]),
        np.concatenate([part.checks for part in parts]),
        np.concatenate([part.words for part in parts]),
    )
    return found.take(np.argsort(found.words, kind="stable"))


def _entries(connection: sqlite3.Connection, key: int) -> bytes:
    row = connection.execute("SELECT entries FROM postings WHERE key = ?", (key,)).fetchone()
    return unsealed("postings", key, row[0] if row else None)


def merge_segments(connection: sqlite3.Connection, kind: Kind) -> None:
    """Merge the newest segments until each is large enough for those after it."""
    every = segments(connection, kind)
    at = _first_to_merge([segment.entries for segment in every])
    if at is not None:
        _merge(connection, kind, every[at:])


def _first_to_merge(sizes: list[int]) -> int | None:
    """Return the first segment that is merged with all after it, or None where none is."""
    first, after = None, 0
    for number in reversed(range(len(sizes))):
        if after and sizes[number] < GROWTH * after:
            first = number
        after += sizes[number]
    return first


def _merge(connection: sqlite3.Connection, kind: Kind, old: list[Segment]) -> None:
    """Replace segments by one, a part of the key space at a time, leaving out what is dead."""
    gaps = Gaps(connection)
    base = old[0].layout.base
    end = max(segment.layout.base + (1 << segment.layout.position_bits) for segment in old)
    end = min(end, connection.execute("SELECT value FROM state WHERE name = 'next'").fetchone()[0])
    layout, number = Layout.of(base, end), _new_number(connection)
    parts_bits = _parts_bits(old)
    entries = 0
    for part in range(1 << parts_bits):
        kept = join_postings([_take(connection, segment, part, parts_bits) for segment in old])
        kept = kept.where(gaps.live(kept.words))
        entries += kept.keys.size
        shift = layout.bucket_bits - parts_bits
        _write_rows(connection, number, layout, range(part << shift, (part + 1) << shift), kept)
    connection.executemany("DELETE FROM segments WHERE number = ?", [(segment.number,) for segment in old])
    if entries:
        _record(connection, Segment(number, kind, layout, entries))
    else:
        bounds = number << _NUMBER_SHIFT, (number + 1) << _NUMBER_SHIFT
        connection.execute("DELETE FROM postings WHERE key >= ? AND key < ?", bounds)


def _parts_bits(old: list[Segment]) -> int:
    wanted = max(sum(segment.entries for segment in old) // MERGED_AT_ONCE, 0).bit_length()
    return min(wanted, *(segment.layout.bucket_bits for segment in old))


def _take(connection: sqlite3.Connection, segment: Segment, part: int, parts_bits: int) -> Postings:
    """Return the postings of one part of the key space, in the order of their words within a bucket, and drop them."""
    shift = segment.layout.bucket_bits - parts_bits
    bounds = tuple(segment.number << _NUMBER_SHIFT | (at << shift) for at in (part, part + 1))
    rows = connection.execute("SELECT key, entries FROM postings WHERE key >= ? AND key < ?", bounds).fetchall()
    connection.execute("DELETE FROM postings WHERE key >= ? AND key < ?", bounds)
    return segment.layout.unpack([_unsealed(key, kept) for key, kept in rows])


def _new_number(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(number), 0) + 1 FROM segments").fetchone()[0])


def _record(connection: sqlite3.Connection, segment: Segment) -> None:
    layout = segment.layout
    row = (segment.number, segment.kind, layout.base, layout.position_bits, layout.bucket_bits, segment.entries)
    connection.execute("INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?)", row)


def posting_counts(connection: sqlite3.Connection) -> dict[Kind, int]:
    """Return the number of postings of each kind, dead ones too."""
    counts: dict[Kind, int] = defaultdict(int)
    for kind, entries in connection.execute("SELECT kind, sum(entries) FROM segments GROUP BY kind"):
        counts[Kind(kind)] = entries
    return counts


def stored_postings(connection: sqlite3.Connection, segment: Segment) -> Iterator[Postings]:
    """Yield all postings of a segment, some thousand buckets at a time."""
    bounds = (segment.number << _NUMBER_SHIFT, (segment.number + 1) << _NUMBER_SHIFT)
    rows = connection.execute("SELECT key, entries FROM postings WHERE key >= ? AND key < ? ORDER BY key", bounds)
    count = 0
    while found := rows.fetchmany(10_000):
        count += len(found)
        yield segment.layout.unpack([_unsealed(key, kept) for key, kept in found])
    if count != 1 << segment.layout.bucket_bits:
        what = f"{(1 << segment.layout.bucket_bits) - count} rows of postings are missing"
        raise damaged(what)


def _unsealed(key: int, kept: Any) -> tuple[int, bytes]:
    """Return the bucket of a row of postings, and its entries."""
    return key & ((1 << _NUMBER_SHIFT) - 1), unsealed("postings", key, kept)
