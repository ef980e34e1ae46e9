"""What an index says of itself: plain names and values, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.index.schema import FORMAT
from dedup.index.segments import Kind, counted

if TYPE_CHECKING:
    from dedup.index.store import Store

_HEADER = ("words", "permutations", "seed", "bands", "rows", "threshold", "recall", "fingerprint_words", "min_run")


def describe_index(store: Store) -> dict[str, Any]:
    """Return what is in an index and what it was made with, in the order in which it is told."""
    with store.reading():
        state = store.state
        entries = counted(store.connection)
        (matches,) = store.connection.execute("SELECT count(*) FROM matches").fetchone()
        (claims,) = store.connection.execute("SELECT count(*) FROM claims").fetchone()
        (gone,) = store.connection.execute("SELECT coalesce(sum(words), 0) FROM gaps").fetchone()
        (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
        (page,) = store.connection.execute("PRAGMA page_size").fetchone()
    header = store.header
    return {
        "format": FORMAT,
        "program": header.program,
        "folding": header.folding,
        **{name: getattr(header, name) for name in _HEADER},
        "documents": state["documents"],
        "texts": state["texts"],
        "text_words": state["words"],
        "text_bytes": state["bytes"],
        "file_bytes": pages * page,
        "fingerprints": entries[Kind.FINGERPRINTS],
        "band_keys": entries[Kind.BANDS],
        "removed_words": gone,
        "changes": state["generation"],
        "matches": matches,
        "documents_with_claims": claims,
        "matches_are_current": state["settled"] == state["generation"],
    }
